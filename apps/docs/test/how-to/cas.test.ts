import { testBrowser } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { missing, startLemonldap, unless } from '../../../interop/test/cas/peers.js';
import { fetchTicket } from '../../../interop/test/cas/sign-in.js';
import { follow, withFiles } from './follow.js';
import { fieldsIn } from './forms.js';
import type { Reader } from './reader.js';

describe('CAS at a university', () => {
  it('goes as the page says', () =>
    follow('how-to/cas.md', [3000, 3001], {
      'sign in and out': async (reader: Reader) => {
        const browser = testBrowser({ baseUrl: reader.own('http://localhost:3000') });
        const login = await browser.get('/private');
        const page = await browser.post(login.url.href, { ...fieldsIn(login.body), username: 'ada', password: 'ada' });
        expect(page.url.href).toBe(reader.own('http://localhost:3000/private'));
        expect(page.body).toMatch(/You are ada, mail ada@example.org, groups .*engineers/);
        const bye = await browser.post('/logout', {});
        expect(bye.via.map(({ url }) => url.pathname)).toContain('/cas/logout');
        expect((await browser.get(reader.own('http://localhost:3000/private'))).url.pathname).toBe('/cas/login');
      },
    }));

  it.skipIf(missing.length > 0)(`goes with LemonLDAP::NG${unless(...missing)}`, async () => {
    const peer = await startLemonldap();
    try {
      await using reader = await withFiles('how-to/cas.md', [3000]);
      const secret = 'a secret of the tests, 32 bytes or more';
      await reader.leaveRunning(`CAS_URL='${peer.url}' WHO_SECRET='${secret}' node app.mjs`, 'http://localhost:3000');
      const browser = testBrowser({ baseUrl: reader.own('http://localhost:3000'), follow: false });
      const login = await browser.get('/private');
      const back = await fetchTicket(browser, peer, login.location?.href ?? '', peer.user);
      const arrived = await browser.visit(back, { follow: true });
      expect(arrived.body).toMatch(/You are dwho, mail dwho@/);
    } finally {
      await peer.stop();
    }
  });
});
