import { testBrowser } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { follow, isOnDebian } from './follow.js';
import { fieldsIn } from './forms.js';

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
        await browser.get(`${at}/logout`);
        await browser.post(`${at}/logout`, fieldsIn(browser.page?.body ?? ''));
        expect((await browser.get(`${at}/python/`)).body).toBe('Python knows nobody\n');
        expect((await browser.get(`${at}/old/`)).url.pathname).toBe('/login');
      },
    }),
  );
});
