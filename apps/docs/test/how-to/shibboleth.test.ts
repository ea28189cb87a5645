import { testBrowser } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { follow, isOnDebian } from './follow.js';
import { actionOf, fieldsIn } from './forms.js';

const needs = isOnDebian('libapache2-mod-shib') ? '' : ' (skipped: needs Shibboleth)';

describe('Shibboleth in front of one path', () => {
  it.skipIf(needs !== '')(`goes as the page says${needs}`, () =>
    follow('how-to/shibboleth.md', [3000, 3002, 3005, 8080], {
      'sign in through Shibboleth': async (reader) => {
        const at = reader.own('http://localhost:8080');
        const browser = testBrowser({ baseUrl: at });
        const login = await browser.get('/private');
        const form = { ...fieldsIn(login.body), username: 'ada', password: 'ada' };
        const answer = await browser.post(new URL(actionOf(login.body), login.url).href, form);
        // What a script would send.
        const page = await browser.post(actionOf(answer.body), fieldsIn(answer.body));
        expect(page.url.href, page.body).toBe(`${at}/private`);
        expect(page.body).toContain('Hello Ada Lovelace, ada@example.org');
        // What a restart is: another process, with the same secret.
        await reader.type("sed 's/3000/3005/g' app.mjs > again.mjs");
        await reader.leaveRunning('node --env-file=.env again.mjs', 'http://localhost:3005');
        const headers = { Cookie: `auth_tkt=${browser.cookie('auth_tkt', at)}` };
        const again = await fetch(reader.own('http://localhost:3005/private'), { headers });
        expect(await again.text()).toContain('Hello stranger, ada@example.org');
        expect(await reader.type("curl -s 'http://localhost:3000/login/sso?tried=1'")).toContain(
          '(HEADER_SSO_NO_SESSION)',
        );
        expect(reader.printed).toContain(
          'Refused at "/login/sso": HEADER_SSO_NO_SESSION, because no header of the front end came.',
        );
        const bye = await browser.post(`${at}/logout`, {});
        expect(bye.via.map(({ url }) => url.pathname)).toContain('/Shibboleth.sso/Logout');
        expect((await browser.get(`${at}/private`)).url.pathname).toBe('/saml/sign-on');
      },
    }),
  );
});
