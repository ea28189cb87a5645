import { type TestBrowser, testBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samlUsers, signInBySaml } from './saml-sign-in.js';
import { missingForShibboleth } from './shibboleth.js';
import { protect, type ShibbolethDemo, startShibbolethDemo } from './shibboleth-demo.js';
import { serviceProvider, startSimpleSaml } from './simplesamlphp.js';
import { startUrlEncodedApplication } from './url-encoded-application.js';

const needs = missingForShibboleth.length > 0 ? ` (skipped: needs ${missingForShibboleth.join(', ')})` : '';
const released = (login: string): Record<string, readonly string[]> => ({ ...samlUsers[login]?.attributes });

interface Whoami {
  readonly remoteUser: string | null;
  readonly identifier: string | null;
  readonly metadata: { readonly attributes: Readonly<Record<string, readonly string[]>> };
}

describe.skipIf(missingForShibboleth.length > 0)(`sign-in through Shibboleth${needs}`, () => {
  let front: ShibbolethDemo;
  const stops: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    const at = await serviceProvider('shibboleth');
    const [idp, application] = await Promise.all([startSimpleSaml(at), startUrlEncodedApplication(at.url)]);
    stops.push(idp.stop, application.close);
    front = await startShibbolethDemo({
      at,
      idp,
      checkSpoofing: true,
      configuration: [
        ...protect('/url/sso', 'ShibRequestSetting encoding URL'),
        `ProxyPass /url ${application.url}/url`,
      ],
    });
    stops.unshift(front.stop);
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
  });

  async function whoami(browser: TestBrowser, url = `${front.url}/whoami`): Promise<Whoami> {
    return JSON.parse((await browser.get(url)).body);
  }

  describe('values with backslashes before semicolons', () => {
    it.each(['student', 'staff', 'minimal'])('%s', async (login) => {
      const browser = testBrowser();
      const page = await signInBySaml(browser, `${front.url}/login/sso?came_from=/private?from=here`, login);
      expect([page.url.href, page.status]).toEqual([`${front.url}/private?from=here`, 200]);
      expect(await whoami(browser)).toMatchObject({
        remoteUser: `${login}@example.test`,
        metadata: { attributes: released(login) },
      });
    });

    it('noeppn, by another name', async () => {
      const browser = testBrowser();
      await signInBySaml(browser, `${front.url}/login/sso`, 'noeppn');
      const { remoteUser, metadata } = await whoami(browser);
      expect([remoteUser, metadata.attributes]).toEqual(['noeppn', released('noeppn')]);
    });

    it('odd', async () => {
      const browser = testBrowser();
      await signInBySaml(browser, `${front.url}/login/sso`, 'odd');
      const { remoteUser, metadata } = await whoami(browser);
      const { mail: _empty, title: _notAskedFor, ...others } = released('odd');
      expect(remoteUser).toBe('odd@example.test');
      expect(metadata.attributes).toEqual({
        ...others,
        givenName: ['spaces'],
        // Shibboleth does not say whether a backslash was one of the value.
        entitlement: [';', ';plain'],
      });
    });

    it('newline, who cannot sign in: a value would become a header', async () => {
      const browser = testBrowser();
      const page = await signInBySaml(browser, `${front.url}/login/sso`, 'newline');
      expect(page.status).toBe(400);
      expect(await whoami(browser)).toMatchObject({ remoteUser: null, metadata: { attributes: {} } });
    });
  });

  describe('values that are percent-encoded', () => {
    it.each(['student', 'staff', 'minimal', 'noeppn', 'odd', 'newline'])('%s', async (login) => {
      const browser = testBrowser();
      const page = await signInBySaml(browser, `${front.url}/url/sso?came_from=/url/whoami`, login);
      expect(page.url.href).toBe(`${front.url}/url/whoami`);
      const { remoteUser, metadata } = await whoami(browser, `${front.url}/url/whoami`);
      expect(remoteUser).toBe(login === 'noeppn' ? 'noeppn' : `${login}@example.test`);
      const expected = Object.entries(released(login)).filter(([, values]) => !/^$|\n/.test(values.join('')));
      expect(metadata.attributes).toEqual(Object.fromEntries(expected));
    });
  });

  it('needs the front end on one path only', async () => {
    const browser = testBrowser();
    await signInBySaml(browser, `${front.url}/login/sso`, 'student');
    const there = await whoami(browser);
    expect(there).toMatchObject({ remoteUser: 'student@example.test', identifier: 'ticket' });
    expect(there.metadata.attributes).toEqual(released('student'));
    // Cookies know no ports, so the demo itself gets its own, and no header of Shibboleth.
    expect(await whoami(browser, new URL('/whoami', front.behind).href)).toEqual(there);
    expect((await browser.get(new URL('/private', front.behind).href)).status).toBe(200);
  });

  it('lasts when the session at Shibboleth does not', async () => {
    const browser = testBrowser();
    await signInBySaml(browser, `${front.url}/login/sso`, 'staff');
    for (const { key, domain, path } of await browser.cookies.getCookies(front.url)) {
      if (key.startsWith('_shibsession_')) await browser.cookies.store.removeCookie(domain, path, key);
    }
    expect(await whoami(browser)).toMatchObject({
      remoteUser: 'staff@example.test',
      metadata: { attributes: released('staff') },
    });
  });

  it('takes the user of the front end, whoever was signed in before', async () => {
    const [browser, other] = [testBrowser(), testBrowser()];
    await signInBySaml(browser, `${front.url}/login/sso`, 'staff');
    await signInBySaml(other, `${front.url}/login/sso`, 'minimal');
    await browser.cookies.setCookie(`auth_tkt=${other.cookie('auth_tkt', front.url)}; Path=/`, front.url);
    expect(await whoami(browser)).toMatchObject({ remoteUser: 'minimal@example.test' });
    await browser.get(`${front.url}/login/sso`);
    const { remoteUser, metadata } = await whoami(browser);
    expect([remoteUser, metadata.attributes]).toEqual(['staff@example.test', released('staff')]);
  });

  it('leads only to the application itself', async () => {
    const browser = testBrowser();
    await signInBySaml(browser, `${front.url}/login/sso`, 'student');
    for (const elsewhere of [
      'https://evil.example.test/',
      '//evil.example.test',
      '/\\evil.example.test',
      'javascript:0',
    ]) {
      const page = await browser.visit(`${front.url}/login/sso?came_from=${encodeURIComponent(elsewhere)}`, {
        follow: false,
      });
      expect(page.location?.href, elsewhere).toBe(`${front.url}/`);
    }
  });

  it('ends with a logout', async () => {
    const browser = testBrowser();
    await signInBySaml(browser, `${front.url}/login/sso`, 'student');
    const before = `auth_tkt=${browser.cookie('auth_tkt', front.url)}`;
    const page = await browser.post(`${front.url}/logout`, {});
    expect(page.status).toBe(200);
    expect(browser.cookie('auth_tkt', front.url)).toBeUndefined();
    expect(await whoami(browser)).toMatchObject({ remoteUser: null, metadata: { attributes: {} } });
    // What was released is gone, even for who has kept the cookie.
    const kept = await fetch(new URL('/whoami', front.behind), { headers: { cookie: before } });
    expect(await kept.json()).toMatchObject({ metadata: { attributes: {} } });
  });

  it('ends at the identity provider, too, for applications that want that', async () => {
    const browser = testBrowser();
    await signInBySaml(browser, `${front.url}/url/sso?came_from=/url/whoami`, 'student');
    const page = await browser.post(`${front.url}/url/logout`, {});
    expect([page.url.href, page.status]).toEqual([`${front.url}/`, 200]);
    expect(page.via.map(({ url }) => url.pathname)).toContain('/saml2/idp/SingleLogoutService.php');
    expect(await whoami(browser, `${front.url}/url/whoami`)).toMatchObject({ remoteUser: null });
    // Not signed in again behind the user's back: somebody has to give a password.
    const again = await browser.get(`${front.url}/url/sso`);
    expect(again.body).toContain('name="password"');
  });
});
