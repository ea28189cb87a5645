import { testBrowser } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { follow, isOnDebian } from './follow.js';

const missing = ['slapd', 'ldap-utils'].filter((name) => !isOnDebian(name));
const needs = missing.length === 0 ? '' : ` (skipped: needs ${missing.join(', ')})`;

describe('LDAP with groups', () => {
  it.skipIf(needs !== '')(`goes as the page says${needs}`, () =>
    follow('how-to/ldap.md', [3000, 3890], {
      'be signed out': async (reader) => {
        const page = () => reader.type('curl -s -o page.html -w %{http_code} -b ada.txt http://localhost:3000/staff');
        await expect.poll(page, { timeout: 20_000, interval: 200 }).toBe('401');
        const url = reader.own('http://localhost:3000/login');
        const again = await testBrowser({ follow: false }).post(url, { login: 'ada', password: 'engine' });
        expect(again.status).toBe(401);
      },
    }),
  );
});
