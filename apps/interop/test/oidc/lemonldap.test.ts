import { existsSync } from 'node:fs';
import { type Page, type TestBrowser, testBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing, unless } from '../cas/peers.js';
import { type OidcSite, startOidcSite } from './site.js';

const absent = [...missing, ...(existsSync('/usr/share/perl5/String/Random.pm') ? [] : ['libstring-random-perl'])];

describe.skipIf(absent.length > 0)(`LemonLDAP::NG as an OpenID provider${unless(...absent)}`, () => {
  let site: OidcSite;
  beforeAll(async () => {
    site = await startOidcSite();
  });
  afterAll(() => site?.close());

  /** Signs in at the portal's form, if it shows one. */
  async function signIn(browser: TestBrowser, path: string, user: string): Promise<Page> {
    const page = await browser.get(site.url + path);
    if (!page.body.includes('name="password"')) return page;
    return browser.post(page.url.href, { ...hiddenFields(page), user, password: user });
  }

  it('signs people in, with what it says about them', async () => {
    const browser = testBrowser();
    const page = await signIn(browser, '/private', 'zoe');
    expect(page.url.href).toBe(`${site.url}/private`);
    const { userid, attributes } = await site.whoami(browser);
    expect(userid).toBe('zoe');
    expect(attributes).toMatchObject({ name: ['Zoë Łukasz 日本'], email: ['zoe@example.test'], acr: ['loa-1'] });
    expect(site.warnings).toEqual([]);
  });

  it('knows without a word who is known there, but asks strangers all the same', async () => {
    // It looks at "prompt" only once somebody is signed in.
    expect((await testBrowser().get(`${site.url}/quiet`)).body).toContain('name="password"');
    const browser = testBrowser();
    await signIn(browser, '/private', 'dwho');
    browser.cookies.setCookieSync('auth_tkt=; Max-Age=0; Path=/', site.url);
    expect(JSON.parse((await browser.get(`${site.url}/quiet`)).body)).toMatchObject({ userid: 'dwho' });
  });

  it('asks for the password again where that is wanted', async () => {
    const browser = testBrowser();
    await signIn(browser, '/private', 'rtyler');
    const page = await browser.get(`${site.url}/admin`);
    expect(page.url.origin).toBe(new URL(site.portal).origin);
    expect(page.body).toContain('<form');
  });

  it('is led to when somebody signs out here, and leads back', async () => {
    const browser = testBrowser();
    await signIn(browser, '/private', 'msmith');
    const asks = await browser.post(`${site.url}/logout`, {});
    expect(asks.url.origin).toBe(new URL(site.portal).origin);
    expect(await site.whoami(browser)).toMatchObject({ userid: null });
    const back = await browser.post(asks.url.href, { ...hiddenFields(asks), confirm: '1' });
    expect([back.url.href, ...back.via.map(({ url }) => url.href)]).toContain(`${site.url}/`);
  });

  it('ends the session here when somebody signs out there, by a frame', async () => {
    const [browser, bystander] = [testBrowser(), testBrowser()];
    await signIn(browser, '/private', 'dwho');
    await signIn(bystander, '/private', 'rtyler');
    const copy = testBrowser();
    copy.cookies.setCookieSync(`auth_tkt=${browser.cookie('auth_tkt', site.url)}`, site.url);
    expect(await site.whoami(copy)).toMatchObject({ userid: 'dwho' });
    const page = await browser.get(`${site.portal}?logout=1`);
    const frames = Array.from(page.body.matchAll(/<iframe[^>]*src="([^"]*)"/g), ([, src = '']) =>
      src.replaceAll('&amp;', '&'),
    );
    expect(frames).toEqual([expect.stringContaining(`${site.url}/login/oidc?`)]);
    for (const src of frames) {
      const answer = await browser.visit(src, { headers: { 'Sec-Fetch-Dest': 'iframe' }, from: page.url.href });
      expect(answer.status).toBe(200);
    }
    expect(await site.whoami(browser)).toMatchObject({ userid: null });
    expect(await site.whoami(copy)).toMatchObject({ userid: null });
    expect(await site.whoami(bystander)).toMatchObject({ userid: 'rtyler' });
    // Who knows a name, and no more, signs nobody out.
    await testBrowser().get(`${site.url}/login/oidc?${new URLSearchParams({ iss: site.portal, sid: 'rtyler' })}`);
    await bystander.get(`${site.url}/login/oidc?${new URLSearchParams({ iss: site.portal, sid: 'rtyler' })}`);
    expect(await site.whoami(bystander)).toMatchObject({ userid: 'rtyler' });
  });
});

function hiddenFields({ body }: Page): Record<string, string> {
  const attribute = (tag: string, name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return Object.fromEntries(
    Array.from(body.matchAll(/<input[^>]*type="hidden"[^>]*>/g), ([tag]) => [
      attribute(tag, 'name'),
      attribute(tag, 'value').replaceAll('&amp;', '&'),
    ]),
  );
}
