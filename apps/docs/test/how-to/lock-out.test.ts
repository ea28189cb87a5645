import { testBrowser } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { follow, isInstalled, withFiles } from './follow.js';
import { fieldsIn } from './forms.js';

const needs = isInstalled('better-sqlite3') ? '' : ' (skipped: needs better-sqlite3)';

describe('lock somebody out now', () => {
  it.skipIf(needs !== '')(`goes as the page says${needs}`, () => follow('how-to/lock-out.md', [3000, 3010], {}));

  it('asks about tickets of those who are signed in elsewhere, too', async () => {
    await using reader = await withFiles('how-to/cas.md', [3000, 3001]);
    await reader.type(`sed -i "1i import { existsSync } from 'node:fs';
      s/isRevoked: /isUserAllowed: (userid) => !existsSync(userid), isRevoked: /" app.mjs`);
    await reader.leaveRunning('npx @who/dev-cas-server --port 3001', 'CAS server for development: …');
    const environment = `CAS_URL=http://127.0.0.1:3001/cas WHO_SECRET=${'a'.repeat(40)}`;
    await reader.leaveRunning(`${environment} node app.mjs`, 'http://localhost:3000');
    const browser = testBrowser({ baseUrl: reader.own('http://localhost:3000') });
    const login = await browser.get('/private');
    const fields = { ...fieldsIn(login.body), username: 'ada', password: 'ada' };
    expect((await browser.post(login.url.href, fields)).body).toContain('You are ada');
    await reader.type('touch ada');
    const out = await browser.get('/private');
    expect([out.url.pathname, out.status, out.body]).toEqual(['/private', 403, expect.stringContaining('CAS_LOOP')]);
  });
});
