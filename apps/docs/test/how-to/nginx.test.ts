import { testBrowser } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { hasNginx } from '../../../interop/test/nginx.js';
import { follow, withFiles } from './follow.js';
import { fieldsIn } from './forms.js';

const path = 'how-to/nginx.md';
const needs = hasNginx ? '' : ' (skipped: needs nginx, and root)';
const alice = { login: 'alice', password: 'wonderland' };

describe.skipIf(!hasNginx)(`behind nginx, below a path${needs}`, () => {
  it('goes as the page says', () =>
    follow(path, [3000, 8080], {
      'sign in and out below the path': async (reader) => {
        const at = reader.own('http://localhost:8080/notes');
        const browser = testBrowser();
        const login = await browser.get(`${at}/private`);
        expect(login.url.pathname).toBe('/notes/login');
        const arrived = await browser.post(login.url.href, { ...fieldsIn(login.body), ...alice });
        expect(arrived.url.href).toBe(`${at}/private`);
        expect(arrived.body).toContain('You are signed in, this is /private<');
        const asks = await browser.get(`${at}/logout`);
        const bye = await browser.post(`${at}/logout`, fieldsIn(asks.body));
        expect([bye.url.href, bye.body]).toEqual([`${at}/`, expect.stringContaining('You are a stranger')]);
      },
    }));

  describe('goes wrong as the page says', () => {
    it('where the public URL has no path', async () => {
      await using reader = await started({ publicUrl: 'http://localhost:8080' });
      const lost = await testBrowser().get(reader.own('http://localhost:8080/notes/private'));
      expect([lost.url.pathname, lost.status]).toEqual(['/login', 404]);
    });

    it('where the public URL has another path', async () => {
      await using reader = await started({ publicUrl: 'http://localhost:8080/note' });
      const browser = testBrowser({ baseUrl: reader.own('http://localhost:8080'), follow: false });
      const login = await browser.get('/notes/login');
      const signedIn = await browser.post('/notes/login', { ...fieldsIn(login.body), ...alice });
      expect(signedIn.setCookies).toEqual([expect.stringMatching(/; Path=\/note;/)]);
      expect((await browser.get('/notes/private')).status).toBe(302);
      expect(await reader.type(trace)).toMatch(/GET \/private → 302 .*\n.*there is no cookie "notes_tkt"/);
    });

    it('over plain http, where the public URL has https', async () => {
      await using reader = await started({ publicUrl: 'https://localhost:8080/notes' });
      const signedIn = await testBrowser({ follow: false }).post(
        reader.own('http://localhost:8080/notes/login'),
        alice,
      );
      expect(signedIn.setCookies).toEqual([expect.stringContaining('; Secure')]);
    });

    it('over plain http, at another address than the public URL', async () => {
      await using reader = await started({ publicUrl: 'http://notes.example/notes' });
      // What browsers say over plain http, but for localhost.
      const browser = testBrowser({ program: true });
      const headers = { Origin: reader.own('http://localhost:8080') };
      const refused = await browser.post(reader.own('http://localhost:8080/notes/login'), alice, headers);
      expect([refused.status, await reader.type(trace)]).toEqual([
        403,
        expect.stringContaining('came from another site'),
      ]);
    });

    it('where nginx does not take the path away', async () => {
      await using reader = await started({ proxyPass: 'http://127.0.0.1:3000' });
      await testBrowser().get(reader.own('http://localhost:8080/notes/private'));
      expect(await reader.type(trace)).toContain('GET /notes/private → 200');
    });
  });
});

const trace = 'curl -s http://localhost:3000/__who';

async function started({ publicUrl = 'http://localhost:8080/notes', proxyPass = 'http://127.0.0.1:3000/' }) {
  const reader = await withFiles(path, [3000, 8080]);
  await reader.type('echo wonderland | npx @who/plugin-htpasswd users.htpasswd alice');
  await reader.type(`sed -i 's#proxy_pass .*;#proxy_pass ${proxyPass};#' nginx.conf`);
  const environment = `PUBLIC_URL=${publicUrl} WHO_SECRET='a secret of the tests, 32 bytes or more'`;
  await reader.leaveRunning(`${environment} node app.mjs`, 'http://localhost:3000');
  await reader.type('/usr/sbin/nginx -c /srv/nginx/nginx.conf -e /srv/nginx/nginx.log');
  return reader;
}
