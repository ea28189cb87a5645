import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Identity } from '@who/core';
import { htpasswd } from '@who/plugin-htpasswd';
import { fakeExchange } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasApache, startApache } from '../apache.js';
import type { ServerProcess } from '../server-process.js';
import { GROUPS, generatedFiles, USERS } from './groups.js';

const isThere = hasApache('auth_basic', 'authn_file', 'authz_groupfile');

/** A user who is a member of a group there and not here, or the other way round. */
interface Question {
  readonly user: string;
  readonly group: string;
  readonly apache: boolean;
  readonly ours: boolean;
  readonly text: string;
}

interface Difference {
  readonly why: string;
  readonly is: (question: Question) => boolean;
}

/** What is answered otherwise here, and why: the table in the plugin's README. Each has to be needed. */
const DIFFERENCES: readonly Difference[] = [
  { why: 'a group with , or ! has no members here', is: ({ group, apache }) => apache && /[,!]/.test(group) },
  {
    why: 'to Apache, the case of a group is all the same',
    is: ({ group, apache }) => apache && /^staff$/i.test(group),
  },
];

/** A text in a directive: words in quotes, inside an expression. */
const inDirective = (word: string): string => `"${word.replace(/[\\"]/g, '\\$&')}"`.replaceAll('\\', '\\\\');

describe.skipIf(!isThere)(
  `group files${isThere ? '' : ' (skipped: apache2 is missing, or may not be started)'}`,
  () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    let folder: string;
    let groupFile: string;
    let userFile: string;
    let apache: ServerProcess;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'who-groups-'));
      // Apache gives up root, and reads the groups with each request.
      await chmod(folder, 0o755);
      groupFile = join(folder, 'groups');
      userFile = join(folder, 'users');
      writeFileSync(groupFile, '');
      const hash = `{SHA}${createHash('sha1').update('secret').digest('base64')}`;
      const users = USERS.map((user) => `${user}:${hash}\n`).join('');
      writeFileSync(userFile, users);
      apache = await startApache({
        modules: ['auth_basic', 'authn_file', 'authz_groupfile'],
        files: { users },
        configuration: GROUPS.flatMap((group, i) => [
          `<Location /${i}>`,
          'AuthType Basic',
          'AuthName x',
          'AuthUserFile users',
          `AuthGroupFile ${groupFile}`,
          `Require group ${inDirective(group)}`,
          '</Location>',
        ]),
      });
    });
    afterAll(async () => {
      agent.destroy();
      await apache?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    /** Nothing is there: who gets as far as to be told so is a member. */
    const isMemberThere = (user: string, group: string): Promise<boolean> =>
      new Promise((resolve, reject) => {
        const Authorization = `Basic ${Buffer.from(`${user}:secret`).toString('base64')}`;
        request(`${apache.url}/${GROUPS.indexOf(group as (typeof GROUPS)[number])}`, {
          agent,
          headers: { Authorization },
        })
          .once('error', reject)
          .once('response', (response) => {
            response.resume();
            const { statusCode = 0 } = response;
            if (statusCode === 404) resolve(true);
            else if (statusCode === 401 || statusCode === 403) resolve(false);
            else reject(new Error(`Apache answers ${statusCode}.`));
          })
          .end();
      });

    async function questionsAbout(text: string): Promise<Question[]> {
      writeFileSync(groupFile, text);
      const plugin = htpasswd({ file: userFile, groupFile });
      try {
        const asked = USERS.flatMap((user) => GROUPS.map((group) => ({ user, group, text })));
        return await Promise.all(
          asked.map(async ({ user, group }) => {
            const { groups = [] } = (await plugin.addMetadata(fakeExchange(), new Identity({ userid: user }))) ?? {};
            return { user, group, text, apache: await isMemberThere(user, group), ours: groups.includes(group) };
          }),
        );
      } finally {
        plugin.close();
      }
    }

    it('have the members that they have for Apache, but for what is known to differ', async () => {
      const needed = new Set<Difference>();
      const unknown: string[] = [];
      let members = 0;
      for (const text of generatedFiles(150)) {
        for (const question of await questionsAbout(text)) {
          const { user, group, apache: there, ours } = question;
          if (there && ours) members++;
          if (there === ours) continue;
          const known = DIFFERENCES.find((one) => one.is(question));
          if (known) needed.add(known);
          else unknown.push(`${user} in ${group}: Apache ${there}, here ${ours}: ${JSON.stringify(text)}`);
        }
      }
      expect(unknown).toEqual([]);
      expect(members).toBeGreaterThan(300);
      expect(DIFFERENCES.filter((one) => !needed.has(one))).toEqual([]);
    }, 120_000);
  },
);
