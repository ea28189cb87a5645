import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PasswordCredentials } from '@who/core';
import { htpasswd } from '@who/plugin-htpasswd';
import { fakeExchange } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasNginx, startNginx } from '../nginx.js';
import { freePort } from '../ports.js';
import type { ServerProcess } from '../server-process.js';

const sha1 = (...parts: readonly string[]): Buffer => createHash('sha1').update(parts.join('')).digest();
const SHA = `{SHA}${sha1('secret').toString('base64')}`;
const SSHA = `{SSHA}${Buffer.concat([sha1('secret', 'salt'), Buffer.from('salt')]).toString('base64')}`;

/** What a file says, and who of nginx and this plugin lets its user in by `secret`. */
const FILES: readonly (readonly [what: string, file: string, nginx: boolean, ours: boolean, user?: string])[] = [
  ['a plain line', `alice:${SHA}\n`, true, true],
  ['no end of the last line', `bob:x\nalice:${SHA}`, true, true],
  ['line ends of Windows', `bob:x\r\nalice:${SHA}\r\n`, true, true],
  ['a comment behind another colon', `alice:${SHA}:of the staff\n`, true, true],
  ['empty lines and comments', `\n\n# alice:x\nalice:${SHA}\n`, true, true],
  ['the first line of a user', `alice:x\nalice:${SHA}\n`, false, false],
  ['a blank in a name', `a b:${SHA}\n`, true, true, 'a b'],
  ['a blank at the end of a name', `alice :${SHA}\n`, true, true, 'alice '],
  ['the same, without it', `alice :${SHA}\n`, false, false],
  ['a blank in front of a hash', `alice: ${SHA}\n`, false, false],
  ['blanks in front of a line', `  \talice:${SHA}\n`, false, true],
  ['blanks at the end of a line', `alice:${SHA} \t\n`, false, true],
  ['blanks in front of a comment', `  #alice:${SHA}\n`, false, false, '#alice'],
  ['the same, to who has them in his name', `  #alice:${SHA}\n`, true, false, '  #alice'],
  ['two colons', `alice::${SHA}\n`, false, true],
  ['a backslash at the end of a line', `bob:x\\\nalice:${SHA}\n`, true, false],
  ['a byte order mark', `\ufeffalice:${SHA}\n`, false, true],
  ['{SSHA}', `alice:${SSHA}\n`, true, false],
  ['{PLAIN}', 'alice:{PLAIN}secret\n', true, false],
];

describe.skipIf(!hasNginx)(
  `lines of a password file${hasNginx ? '' : ' (skipped: nginx is missing, or may not be started)'}`,
  () => {
    let folder: string;
    let file: string;
    let nginx: ServerProcess;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'who-nginx-lines-'));
      // nginx gives up root, and reads the file with each request.
      chmodSync(folder, 0o755);
      file = join(folder, 'users');
      const server = [
        `location = /private { auth_basic x; auth_basic_user_file ${file}; }`,
        'location / { return 204; }',
      ];
      nginx = await startNginx(await freePort(), server);
    });
    afterAll(async () => {
      await nginx?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    async function answers(text: string, user: string): Promise<boolean[]> {
      writeFileSync(file, text);
      const Authorization = `Basic ${Buffer.from(`${user}:secret`).toString('base64')}`;
      const { status } = await fetch(`${nginx.url}/private`, { headers: { Authorization } });
      // Nothing is there: who gets as far as to be told so is in.
      expect([401, 404]).toContain(status);
      const plugin = htpasswd({ file });
      const known = await plugin.authenticate(fakeExchange(), new PasswordCredentials(user, 'secret'));
      plugin.close();
      return [status === 404, known !== undefined];
    }

    const cases = FILES.map(([what, text, byNginx, ours, user = 'alice']) => ({ what, text, byNginx, ours, user }));

    it.each(cases)('$what: $text', async ({ text, byNginx, ours, user }) => {
      expect(await answers(text, user)).toEqual([byNginx, ours]);
    });
  },
);
