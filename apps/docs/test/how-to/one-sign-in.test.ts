import { encodeCookieValue, mintTicket } from '@who/plugin-auth-tkt';
import { testBrowser } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { follow, isOnDebian } from './follow.js';
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
        expect(await renewals(reader, `${at}/old/`)).toEqual([200, []]);
        await browser.get(`${at}/logout`);
        await browser.post(`${at}/logout`, fieldsIn(browser.page?.body ?? ''));
        expect((await browser.get(`${at}/python/`)).body).toBe('Python knows nobody\n');
        expect((await browser.get(`${at}/old/`)).url.pathname).toBe('/login');
      },
    }),
  );
});

/** What Apache answers to a ticket of which most of the time is over, and the cookies that it sets. */
async function renewals(reader: Reader, url: string): Promise<readonly [number, readonly string[]]> {
  const secret = (await reader.type("sed -n 's/^WHO_SECRET=//p' .env")).trim();
  const timestampSeconds = Math.floor(Date.now() / 1000) - 90 * 60;
  const ticket = { userid: 'alice', tokens: [], userdata: '', timestampSeconds };
  const minted = mintTicket(ticket, { secret, digest: 'md5', compat: 'repoze' });
  const headers = { Cookie: `auth_tkt=${encodeCookieValue(minted, 'repoze')}` };
  const { status, setCookies } = await testBrowser({ follow: false }).get(url, headers);
  return [status, setCookies];
}
