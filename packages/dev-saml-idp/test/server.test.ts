import { testBrowser } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { sendForm } from '../../testkit/test/send-form.js';
import { startDevSamlIdp } from '../src/index.js';
import { signIn, site } from './support.js';

const userOf = ({ body }: { readonly body: string }): string | null => JSON.parse(body)[0];

describe('the identity provider', () => {
  it('signs people in, with their attributes', async () => {
    await using app = await site();
    const browser = testBrowser();
    const page = await signIn(browser, `${app.url}/private`);
    expect(page.url.href).toBe(`${app.url}/private`);
    expect(JSON.parse(page.body)).toEqual([
      'zoe@example.org',
      {
        attributes: {
          uid: ['zoe'],
          mail: ['zoe@example.org'],
          displayName: ['Zoë Łukasz 日本'],
          cn: ['Zoë Łukasz 日本'],
          eduPersonPrincipalName: ['zoe@example.org'],
          eduPersonAffiliation: ['faculty', 'staff', 'member'],
          groups: ['earthlings', 'users', 'R&D <"lab">'],
        },
      },
    ]);
    expect((await browser.get(app.idp.url)).body).toContain('<strong>zoe</strong>');
  });

  it('takes requests by POST, and lets in whom it knows', async () => {
    await using app = await site({ requestBinding: 'post' });
    const browser = testBrowser();
    const login = await sendForm(browser, await browser.get(`${app.url}/private`));
    const sent = await sendForm(browser, login, { username: 'ada', password: 'ada' });
    expect(userOf(await sendForm(browser, sent))).toBe('ada@example.org');
    await browser.cookies.removeAllCookies();
    expect((await browser.get(`${app.url}/`)).body).toContain('null');
  });

  it('asks once more after a wrong password', async () => {
    await using app = await site();
    const browser = testBrowser();
    const login = await browser.get(`${app.url}/private`);
    const again = await sendForm(browser, login, { username: 'ada', password: 'x' });
    expect(again.body).toContain('is wrong');
    const sent = await sendForm(browser, again, { username: 'ada', password: 'ada' });
    expect(userOf(await sendForm(browser, sent))).toBe('ada@example.org');
  });

  it('names nobody where nobody may be asked, and asks anew where that is wanted', async () => {
    await using app = await site({
      policies: [
        { path: '/open', ask: 'gateway' },
        { path: '/strict', ask: 'renew' },
      ],
    });
    const stranger = testBrowser();
    expect(userOf(await sendForm(stranger, await stranger.get(`${app.url}/open`)))).toBe(null);
    const browser = testBrowser();
    await signIn(browser, `${app.url}/private`);
    expect((await browser.get(`${app.url}/strict`)).body).toContain('name="password"');
    expect((await signIn(browser, `${app.url}/strict`)).url.pathname).toBe('/strict');
  });

  it('signs out with an application, and leads back', async () => {
    await using app = await site();
    const browser = testBrowser();
    await signIn(browser, `${app.url}/private`);
    const page = await browser.visit(`${app.url}/logout`, { method: 'POST', from: `${app.url}/` });
    expect([page.url.href, userOf(page)]).toEqual([`${app.url}/`, null]);
    expect((await browser.get(app.idp.url)).body).toContain('Nobody is signed in here.');
  });

  it('signs out everywhere', async () => {
    await using app = await site();
    const browser = testBrowser();
    await signIn(browser, `${app.url}/private`);
    const cookie = await browser.cookies.getCookieString(app.url);
    const page = await sendForm(browser, await browser.get(app.idp.url));
    expect(page.body).toContain('You are signed out');
    expect(userOf(await testBrowser().get(`${app.url}/`, { Cookie: cookie }))).toBe(null);
  });

  it.each([
    ['/saml/sign-on', 400],
    ['/saml/sign-on?SAMLRequest=x', 400],
    ['/saml/logout?SAMLRequest=x', 400],
    ['/elsewhere', 404],
  ])('answers %s with %i', async (path, status) => {
    const idp = await startDevSamlIdp();
    expect((await testBrowser().get(idp.url + path)).status).toBe(status);
    await idp.close();
  });

  it('refuses bad options, and a port that is taken', async () => {
    await expect(startDevSamlIdp({ port: -1 })).rejects.toMatchObject({ code: 'BAD_OPTION' });
    await expect(startDevSamlIdp({ users: [{}] as never })).rejects.toMatchObject({ code: 'BAD_OPTION' });
    const serviceProviders = [{ entityId: 'x', logoutUrl: 'x' }];
    await expect(startDevSamlIdp({ serviceProviders })).rejects.toMatchObject({ code: 'BAD_OPTION' });
    const idp = await startDevSamlIdp();
    const port = Number(new URL(idp.url).port);
    await expect(startDevSamlIdp({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await idp.close();
  });
});
