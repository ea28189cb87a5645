import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestBrowser, testBrowser } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { follow, isOnDebian, withFiles } from './follow.js';
import { fieldsIn } from './forms.js';
import type { Reader } from './reader.js';

const path = 'how-to/redis.md';
const needs = isOnDebian('redis-server') ? '' : ' (skipped: needs redis-server)';

describe.skipIf(needs !== '')(`several processes and Redis${needs}`, () => {
  it('goes as the page says', () => {
    const browser = testBrowser();
    return follow(path, [3000, 3001, 3010, 6390], {
      'sign in at one': async (reader) => {
        expect(await signIn(browser, reader)).toBe(reader.own('Process at port 3000: ada, mail ada@example.org\n'));
        await writeFile(join(reader.folder, 'cookie.txt'), ticketOf(browser, reader));
      },
      'sign out at the other': async (reader) => {
        const other = reader.own('http://localhost:3010');
        await browser.get(other);
        await browser.post(`${other}/logout`, {});
      },
    });
  });

  it('goes wrong as the page says', async () => {
    await using reader = await withFiles(path, [3000, 3001, 3010, 6390]);
    const [one, other] = [reader.own('http://localhost:3000'), reader.own('http://localhost:3010')];
    const redis = (port: number) => `redis-server --port ${port} --bind 127.0.0.1 --save ''`;
    const app = (port: number, more = '') => `PORT=${port} NODE_ENV=production ${ENV} ${more} node app.mjs`;
    await reader.leaveRunning(redis(6390), '…Ready to accept connections');
    await reader.leaveRunning('npx @who/dev-cas-server --port 3001', 'CAS server for development: …');
    await reader.leaveRunning(app(3000), 'http://localhost:3000');
    await reader.leaveRunning(app(3010, `WHO_SECRET=${'b'.repeat(40)}`), 'http://localhost:3010');
    const browser = testBrowser();
    await signIn(browser, reader);
    const headers = { Cookie: ticketOf(browser, reader) };
    const statusAt = async (url: string): Promise<number> => (await fetch(url, { headers })).status;
    expect([await statusAt(`${one}/private`), await statusAt(`${other}/private`)]).toEqual([200, 401]);

    await reader.type('redis-cli -p 6390 shutdown nosave');
    const away = await fetch(one, { headers });
    expect([away.status, await away.text()]).toEqual([503, expect.not.stringContaining('node_modules')]);
    expect((await fetch(one)).status).toBe(200);
    expect(reader.printed).toContain('The session store failed to get');

    await reader.leaveRunning(redis(6390), '…Ready to accept connections');
    await expect.poll(() => statusAt(`${one}/private`), { timeout: 60_000 }).toBe(401);
  });
});

const ENV =
  `WHO_SECRET=${'a'.repeat(40)} WHO_STATE_SECRET=${'s'.repeat(40)} ` +
  'CAS_URL=http://127.0.0.1:3001/cas REDIS_URL=redis://127.0.0.1:6390';

/** @returns the page that somebody gets who signs in there */
async function signIn(browser: TestBrowser, reader: Reader): Promise<string> {
  const login = await browser.get(reader.own('http://localhost:3000/private'));
  const fields = { ...fieldsIn(login.body), username: 'ada', password: 'ada' };
  return (await browser.post(login.url.href, fields)).body;
}

const ticketOf = (browser: TestBrowser, reader: Reader): string =>
  `auth_tkt=${browser.cookie('auth_tkt', reader.own('http://localhost:3000'))}`;
