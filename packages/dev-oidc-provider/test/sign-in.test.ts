import { describe, expect, it } from 'vitest';
import { sendForm } from '../../testkit/test/send-form.js';
import { newBrowser, signIn, site, userOf } from './support.js';

describe('a sign-in through @who/plugin-oidc', () => {
  it('leads back to where it began, with the claims', async () => {
    const app = await site();
    const browser = newBrowser();
    const page = await signIn(browser, `${app.url}/private`);
    expect(page.url.href).toBe(`${app.url}/private`);
    const [user, attributes] = JSON.parse(page.body);
    expect(user).toBe('zoe');
    expect(attributes).toMatchObject({
      iss: [app.provider.issuer],
      sub: ['zoe'],
      preferred_username: ['zoe'],
      name: ['Zoë Łukasz 日本'],
      email: ['zoe@example.org'],
      email_verified: ['true'],
      eduperson_affiliation: ['faculty', 'staff', 'member'],
      groups: ['earthlings', 'users', 'R&D <"lab">'],
      amr: ['pwd'],
    });
    expect(app.warnings).toEqual([]);
  });

  it('releases what the scope asks for', async () => {
    const app = await site({ plugin: { scope: 'openid' } });
    const [, attributes] = JSON.parse((await signIn(newBrowser(), `${app.url}/private`)).body);
    expect(Object.keys(attributes)).not.toContain('email');
    expect(Object.keys(attributes)).not.toContain('name');
  });

  it.each([
    ['a public client', { clientSecret: undefined }, { clientSecret: undefined }],
    ['a secret in the form', {}, { clientAuthentication: 'client_secret_post' as const }],
  ])('works with %s', async (_, client, plugin) => {
    const app = await site({ client, plugin });
    expect(userOf(await signIn(newBrowser(), `${app.url}/private`, 'ada'))).toBe('ada');
    expect(app.warnings).toEqual([]);
  });

  it('asks once more after a wrong password, and takes each form once', async () => {
    const app = await site();
    const browser = newBrowser();
    const login = await browser.get(`${app.url}/private`);
    expect(login.body).toContain(`${app.url}/login/oidc`);
    const again = await sendForm(browser, login, { username: 'ada', password: 'x' });
    expect([again.status, again.body]).toEqual([401, expect.stringContaining('is wrong')]);
    expect(userOf(await sendForm(browser, again, { username: 'ada', password: 'ada' }))).toBe('ada');
    const twice = await sendForm(browser, again, { username: 'ada', password: 'ada' });
    expect([twice.status, twice.body]).toEqual([403, expect.stringContaining('sent twice')]);
  });

  it('lets in whom it knows, and names nobody where nobody may be asked', async () => {
    const app = await site();
    const browser = newBrowser();
    expect(userOf(await browser.get(`${app.url}/open`))).toBe(null);
    const known = newBrowser();
    await signIn(known, `${app.url}/private`, 'bob');
    await known.cookies.setCookie('auth_tkt=; Max-Age=0', app.url);
    expect(userOf(await known.get(`${app.url}/open`))).toBe('bob');
  });

  it('asks for a password again where that is wanted', async () => {
    const app = await site();
    const browser = newBrowser();
    await signIn(browser, `${app.url}/private`);
    const asked = await browser.get(`${app.url}/strict`);
    expect(asked.body).toContain('name="password"');
    const page = await sendForm(browser, asked, { username: 'zoe', password: 'zoe' });
    expect([page.url.pathname, userOf(page)]).toEqual(['/strict', 'zoe']);
    expect(app.warnings).toEqual([]);
  });

  it('asks again when the last time was too long ago', async () => {
    let nowMs = Date.now();
    const app = await site({ plugin: { maxAgeSeconds: 60 }, provider: { now: () => nowMs } });
    const browser = newBrowser();
    await signIn(browser, `${app.url}/private`);
    await browser.cookies.setCookie('auth_tkt=; Max-Age=0', app.url);
    expect(userOf(await browser.get(`${app.url}/private`))).toBe('zoe');
    await browser.cookies.setCookie('auth_tkt=; Max-Age=0', app.url);
    nowMs += 61_000;
    expect((await browser.get(`${app.url}/private`)).body).toContain('name="password"');
  });

  it('ends the session of whoever was there when somebody else signs in', async () => {
    const app = await site();
    const browser = newBrowser();
    await signIn(browser, `${app.url}/private`, 'ada');
    const copy = newBrowser();
    await copy.cookies.setCookie(`auth_tkt=${browser.cookie('auth_tkt', app.url)}`, app.url);
    expect(userOf(await copy.get(`${app.url}/`))).toBe('ada');
    await sendForm(browser, await browser.get(`${app.url}/strict`), { username: 'bob', password: 'bob' });
    expect([userOf(await copy.get(`${app.url}/`)), app.logoutTokens()]).toEqual([null, 1]);
  });
});
