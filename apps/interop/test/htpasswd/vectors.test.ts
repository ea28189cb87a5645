import { isUtf8 } from 'node:buffer';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PasswordCredentials } from '@who/core';
import { HTPASSWD_SCHEMES, htpasswd } from '@who/plugin-htpasswd';
import { fakeExchange } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasApache, startApache } from '../apache.js';
import { hasNginx, startNginx } from '../nginx.js';
import { freePort } from '../ports.js';
import { type Attempt, attempts, fileOf } from './vectors.js';

const hasAll = hasApache('auth_basic', 'authn_file') && hasNginx && existsSync('/usr/bin/htpasswd');
const list = attempts();
type Who = 'Apache' | 'nginx' | 'htpasswd -v';

interface Difference {
  readonly why: string;
  /** Whom it is a difference to. */
  readonly who: readonly Who[];
  readonly ours: boolean;
  readonly is: (attempt: Attempt) => boolean;
}

const ALL: readonly Who[] = ['Apache', 'nginx', 'htpasswd -v'];

/** What is answered otherwise here, and why. Each has to be needed. */
const DIFFERENCES: readonly Difference[] = [
  { why: 'empty passwords need an option', who: ALL, ours: false, is: ({ password }) => password.length === 0 },
  { why: 'passwords are UTF-8', who: ALL, ours: false, is: ({ password }) => !isUtf8(password) },
  {
    why: 'blanks at the end of a line are a part of the hash there',
    who: ['nginx', 'htpasswd -v'],
    ours: true,
    is: ({ stored }) => stored.endsWith(' '),
  },
  {
    why: 'it reads what LDAP writes, too',
    who: ['nginx'],
    ours: false,
    is: ({ stored }) => stored.startsWith('{SSHA}'),
  },
];

/** So many at a time. */
async function inParallel<T>(
  items: readonly Attempt[],
  most: number,
  ask: (item: Attempt, place: number) => Promise<T>,
): Promise<T[]> {
  const answers: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const place = next++;
      answers[place] = await ask(items[place] as Attempt, place);
    }
  };
  await Promise.all(Array.from({ length: most }, worker));
  return answers;
}

describe.skipIf(!hasAll)(
  `every form of a password file${hasAll ? '' : ' (skipped: apache2, nginx or apache2-utils is missing)'}`,
  () => {
    let folder: string;
    const agent = new Agent({ keepAlive: true, maxSockets: 4 });
    const ours: boolean[] = [];
    const theirs = new Map<Who, (boolean | undefined)[]>();
    const needed = new Set<Difference>();

    const overHttp = (url: string, { user, password }: Attempt): Promise<boolean> =>
      new Promise((resolve, reject) => {
        const token = Buffer.concat([Buffer.from(`${user}:`), password]).toString('base64');
        request(`${url}/private`, { agent, headers: { Authorization: `Basic ${token}` } }, (response) => {
          response.resume();
          response.once('end', () => resolve(response.statusCode === 200));
        })
          .once('error', reject)
          .end();
      });

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'who-vectors-'));
      const file = join(folder, 'users');
      const text = fileOf(list);
      writeFileSync(file, text);
      const apache = await startApache({
        modules: ['auth_basic', 'authn_file'],
        files: { users: text, private: 'yes' },
        configuration: [
          '<Location /private>',
          'AuthType Basic',
          'AuthName x',
          'AuthUserFile users',
          'Require valid-user',
          '</Location>',
        ],
      });
      const port = await freePort();
      const nginx = await startNginx(
        port,
        [
          'location / { return 204; }',
          'location /private { auth_basic x; auth_basic_user_file users; try_files /yes =404; }',
          'root .;',
        ],
        { users: text, yes: 'yes' },
      );
      const plugin = htpasswd({ file, allow: [...HTPASSWD_SCHEMES, 'des-crypt', 'nt'], cacheSeconds: 0 });
      try {
        theirs.set('Apache', await inParallel(list, 4, (item) => overHttp(apache.url, item)));
        theirs.set('nginx', await inParallel(list, 4, (item) => overHttp(nginx.url, item)));
        theirs.set(
          'htpasswd -v',
          // A process each: of these, some have to do.
          await inParallel(
            list.filter((_attempt, i) => i < list.length / 4),
            4,
            async ({ user, password }) => {
              const child = spawn('/usr/bin/htpasswd', ['-vi', file, user], { stdio: ['pipe', 'ignore', 'ignore'] });
              child.stdin.on('error', () => {}).end(password);
              const [code] = await once(child, 'exit');
              return code === 0;
            },
          ),
        );
        ours.push(
          ...(await inParallel(list, 2, async ({ user, password }) => {
            const text = password.toString('utf8');
            return (await plugin.authenticate(fakeExchange(), new PasswordCredentials(user, text))) !== undefined;
          })),
        );
      } finally {
        plugin.close();
        await apache.stop();
        await nginx.stop();
        agent.destroy();
      }
    }, 120_000);
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it.each<Who>(['Apache', 'nginx', 'htpasswd -v'])('is answered as by %s, but for what is known to differ', (who) => {
      const differing = list.flatMap((attempt, i) => {
        const answer = theirs.get(who)?.[i];
        if (answer === undefined || answer === ours[i]) return [];
        const known = DIFFERENCES.find((one) => one.who.includes(who) && one.ours === ours[i] && one.is(attempt));
        if (known) {
          needed.add(known);
          return [];
        }
        return [`${attempt.note}: ${attempt.stored} ${who} ${answer}, here ${ours[i]}`];
      });
      expect(differing).toEqual([]);
      expect(theirs.get(who)?.filter(Boolean).length).toBeGreaterThan(100);
    });

    it('knows no difference that is none', () => {
      expect(DIFFERENCES.filter((one) => !needed.has(one)).map(({ why }) => why)).toEqual([]);
    });
  },
);
