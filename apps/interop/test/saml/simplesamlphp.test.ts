import { testBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unless } from '../cas/peers.js';
import { type Peer, startPeer } from '../peer.js';
import { freePort } from '../ports.js';
import { samlUsers, signInBySaml } from '../saml-sign-in.js';
import { missingForSaml } from '../simplesamlphp.js';
import { type SamlSite, startSamlSite } from './site.js';

describe.skipIf(missingForSaml.length > 0)(`SimpleSAMLphp as identity provider${unless(...missingForSaml)}`, () => {
  let site: SamlSite;
  let idp: Peer;

  beforeAll(async () => {
    const [port, idpPort] = [await freePort(), await freePort()];
    site = await startSamlSite('localhost', port, {
      idpMetadata: `http://localhost:${idpPort}/saml2/idp/metadata.php`,
      userid: 'eduPersonPrincipalName',
      policies: [{ path: '/strict', ask: 'renew' }],
    });
    idp = await startPeer('simplesamlphp', String(idpPort), site.metadataFile);
  });
  afterAll(async () => {
    await idp?.stop();
    await site?.stop();
  });

  it('signs in by an encrypted assertion, with attributes by their usual names', async () => {
    const page = await signInBySaml(testBrowser(), `${site.url}/private`, 'student');
    expect(site.warnings).toEqual([]);
    const { mail = [], affiliation = [] } = samlUsers['student']?.attributes ?? {};
    expect(JSON.parse(page.body)).toMatchObject({
      user: 'student@example.test',
      attributes: { mail, eduPersonScopedAffiliation: affiliation },
    });
  });

  it('signs out there and back here', async () => {
    const browser = testBrowser();
    await signInBySaml(browser, `${site.url}/private`, 'student');
    const page = await browser.visit(`${site.url}/logout`, { method: 'POST', from: `${site.url}/` });
    expect(page.via.map(({ url }) => url.pathname)).toContain('/login/saml/logout');
    expect([page.url.href, JSON.parse(page.body).user]).toEqual([`${site.url}/`, null]);
    expect((await browser.get(`${site.url}/private`)).body).toContain('name="password"');
  });

  it('ends the session here when it ends there', async () => {
    const browser = testBrowser();
    await signInBySaml(browser, `${site.url}/private`, 'student');
    const cookie = await browser.cookies.getCookieString(site.url);
    const whoIsThere = async () => JSON.parse((await testBrowser().get(`${site.url}/`, { Cookie: cookie })).body).user;
    expect(await whoIsThere()).toBe('student@example.test');
    const back = encodeURIComponent(`${idp.ready}/`);
    await browser.get(`${idp.ready}/saml2/idp/SingleLogoutService.php?ReturnTo=${back}`);
    expect(await whoIsThere()).toBe(null);
  });

  it('has people sign in anew where a page asks for that', async () => {
    const browser = testBrowser();
    await signInBySaml(browser, `${site.url}/private`, 'student');
    expect((await browser.get(`${site.url}/strict`)).body).toContain('name="password"');
    const page = await signInBySaml(browser, `${site.url}/strict`, 'student');
    expect(page.url.pathname).toBe('/strict');
    expect(JSON.parse((await browser.get(`${site.url}/strict`)).body).user).toBe('student@example.test');
  });
});
