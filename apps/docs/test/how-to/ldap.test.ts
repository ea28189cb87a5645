import { testBrowser } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { follow, isOnDebian, withFiles } from './follow.js';

const missing = ['slapd', 'ldap-utils'].filter((name) => !isOnDebian(name));
const needs = missing.length === 0 ? '' : ` (skipped: needs ${missing.join(', ')})`;

describe('LDAP with groups', () => {
  it.skipIf(needs !== '')(`goes as the page says${needs}`, () =>
    follow('how-to/ldap.md', [3000, 3890], {
      'be signed out': async (reader) => {
        const page = () => reader.type('curl -s -o page.html -w %{http_code} -b ada.txt http://localhost:3000/staff');
        await expect.poll(page, { timeout: 60_000, interval: 200 }).toBe('401');
        const url = reader.own('http://localhost:3000/login');
        const again = await testBrowser({ follow: false }).post(url, { login: 'ada', password: 'engine' });
        expect(again.status).toBe(401);
      },
    }),
  );

  it.skipIf(needs !== '')(`goes wrong as the page says${needs}`, async () => {
    await using reader = await withFiles('how-to/ldap.md', [3000, 3010, 3020, 3890]);
    const add = '{ /usr/sbin/slapadd -q -f slapd.conf -l people.ldif 2>&1 || true; }';
    expect(await reader.type(add)).toContain('invalid path');
    expect(await reader.type(`mkdir directory; ${add}; ${add}`)).toContain('MDB_KEYEXIST');
    const slapd = reader.leaveRunning(
      'echo $$ > slapd.pid; exec /usr/sbin/slapd -f slapd.conf -h ldap://127.0.0.1:3890 -d sync',
      '…slapd starting',
    );
    const start = async (port: number, change: string, host = '127.0.0.1'): Promise<string> => {
      await reader.type(`sed 's/3000/${port}/g; ${change}' app.mjs > ${port}.mjs`);
      const environment = `NODE_ENV=production WHO_SECRET=${'a'.repeat(40)} LDAP_PASSWORD=reads-everybody LDAP_URL=ldap://${host}:3890`;
      await reader.leaveRunning(`${environment} node ${port}.mjs`, `http://localhost:${port}`);
      return reader.own(`http://localhost:${port}`);
    };
    await slapd;
    const [good, elsewhere, plain] = [
      await start(3000, ''),
      await start(3010, 's/ou=groups/ou=gruops/'),
      await start(3020, '', 'localhost'),
    ];
    const ada = { login: 'ada', password: 'engine' };
    const browser = testBrowser({ follow: false });
    expect((await browser.post(`${good}/login`, ada)).status).toBe(303);
    expect((await browser.get(`${good}/`)).status).toBe(200);
    expect((await testBrowser().post(`${elsewhere}/login`, ada)).status).toBe(500);
    expect((await testBrowser().post(`${plain}/login`, ada)).status).toBe(503);
    expect(reader.printed).toContain('result code 32');
    expect(reader.printed).toContain('it refuses StartTLS');
    await reader.type('kill $(cat slapd.pid); tail -s 0.1 -f /dev/null --pid $(cat slapd.pid)');
    await expect.poll(async () => (await browser.get(`${good}/`)).status, { timeout: 60_000 }).toBe(503);
  });
});
