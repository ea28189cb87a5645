import { encodeCookieValue, mintTicket } from '@who/plugin-auth-tkt';
import { type Page, testBrowser } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { follow, isOnDebian, withFiles } from './follow.js';
import { fieldsIn } from './forms.js';
import type { Reader } from './reader.js';

const missing = ['libapache2-mod-auth-tkt', 'python3-repoze.who'].filter((name) => !isOnDebian(name));
const needs = missing.length === 0 ? '' : ` (skipped: needs ${missing.join(', ')})`;

describe('one sign-in with Apache and Python', () => {
  it.skipIf(needs !== '')(`goes as the page says${needs}`, () =>
    follow('how-to/one-sign-in.md', [3000, 3001, 8080], {
      'sign in once, be known three times': async (reader) => {
        const at = reader.own('http://localhost:8080');
        const browser = testBrowser({ baseUrl: at });
        const login = await browser.get('/old/');
        const fields = { ...fieldsIn(login.body), login: 'alice', password: 'wonderland' };
        const page = await browser.post(`${at}/login`, fields);
        expect([page.url.href, page.body.trim()]).toEqual([`${at}/old/`, 'Apache lets you in']);
        expect((await browser.get(`${at}/python/`)).body).toBe('Python knows alice\n');
        expect((await browser.get(`${at}/new`)).body).toBe('Node knows alice\n');
        expect(await aged(reader, `${at}/old/`, 90)).toMatchObject({ status: 200, setCookies: [] });
        const renewed = await aged(reader, `${at}/python/`, 90);
        expect([renewed.body, renewed.setCookies[0]]).toEqual([
          'Python knows alice\n',
          expect.stringMatching(/^auth_tkt="\w+alice!"; Path=\/$/),
        ]);
        const Cookie = `${renewed.setCookies[0]?.split(';')[0]}`;
        expect((await testBrowser().get(`${at}/new`, { Cookie })).body).toBe('Node knows alice\n');
        expect((await testBrowser().get(`${at}/old/`, { Cookie })).body.trim()).toBe('Apache lets you in');
        expect((await aged(reader, `${at}/python/`, 121)).body).toBe('Python knows nobody\n');
        expect((await aged(reader, `${at}/new`, 121)).status).toBe(302);
        await browser.get(`${at}/logout`);
        await browser.post(`${at}/logout`, fieldsIn(browser.page?.body ?? ''));
        expect((await browser.get(`${at}/python/`)).body).toBe('Python knows nobody\n');
        expect((await browser.get(`${at}/old/`)).url.pathname).toBe('/login');
      },
    }),
  );

  it.skipIf(needs !== '')(`goes wrong as the page says${needs}`, async () => {
    await using reader = await withFiles('how-to/one-sign-in.md', [3000, 3001, 8080]);
    await reader.type(
      `echo 'TKTAuthSecret "${'o'.repeat(64)}"' > secret.conf; echo WHO_SECRET=${'n'.repeat(64)} > .env`,
    );
    expect(await reader.type('/usr/bin/python3 app.py 2>&1 || true')).toContain("KeyError: 'WHO_SECRET'");
    await reader.type('mkdir -p site/old; /usr/sbin/apache2 -f /srv/one-sign-in/apache.conf');
    const url = reader.own('http://localhost:8080');
    expect((await aged(reader, `${url}/old/`, 1)).status).toBe(307);
    expect(await reader.type('cat apache.log')).toContain('ticket hash (current secret) is invalid');
    expect((await testBrowser().get(`${url}/python/`)).status).toBe(503);
  });
});

/** What is answered to a ticket that was made some time ago. */
async function aged(reader: Reader, url: string, minutes: number): Promise<Page> {
  const secret = (await reader.type("sed -n 's/^WHO_SECRET=//p' .env")).trim();
  const timestampSeconds = Math.floor(Date.now() / 1000) - minutes * 60;
  const ticket = { userid: 'alice', tokens: [], userdata: '', timestampSeconds };
  const minted = mintTicket(ticket, { secret, digest: 'md5', compat: 'repoze' });
  const headers = { Cookie: `auth_tkt=${encodeCookieValue(minted, 'repoze')}` };
  return testBrowser({ follow: false }).get(url, headers);
}
