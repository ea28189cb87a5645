import { existsSync } from 'node:fs';
import { type Page, type TestBrowser, testBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing, unless } from '../cas/peers.js';
import { type Peer, startPeer } from '../peer.js';
import { freePort } from '../ports.js';
import { sendFormWith } from './forms.js';
import { type SamlSite, startSamlSite } from './site.js';

const hasLasso =
  existsSync('/var/lib/dpkg/info/liblasso-perl:amd64.list') || existsSync('/var/lib/dpkg/info/liblasso-perl.list');
const absent = [...missing, ...(hasLasso ? [] : ['liblasso-perl'])];

describe.skipIf(absent.length > 0)(`LemonLDAP::NG as identity provider${unless(...absent)}`, () => {
  let site: SamlSite;
  let portal: Peer;

  beforeAll(async () => {
    const [port, portalPort] = [await freePort(), await freePort()];
    site = await startSamlSite('127.0.0.1', port, {
      idpMetadata: `http://127.0.0.1:${portalPort}/saml/metadata`,
      // It would encrypt keys for it in a way that is not taken here.
      encryptionCertificate: undefined,
    });
    portal = await startPeer('lemonldap', String(portalPort), 'http', `app=${site.metadataFile}`);
  });
  afterAll(async () => {
    await portal?.stop();
    await site?.stop();
  });

  async function signIn(browser: TestBrowser): Promise<Page> {
    const login = await browser.get(`${site.url}/private`);
    const sent = await sendFormWith(browser, login, 'password', { user: 'dwho', password: 'dwho' });
    return sendFormWith(browser, sent, 'SAMLResponse');
  }

  it('signs in', async () => {
    const page = await signIn(testBrowser());
    expect(site.warnings).toEqual([]);
    expect(JSON.parse(page.body)).toMatchObject({
      user: 'dwho@badwolf.org',
      attributes: { mail: ['dwho@badwolf.org'], cn: ['Doctor Who'] },
    });
  });

  it('signs out there and back here', async () => {
    const browser = testBrowser();
    await signIn(browser);
    const page = await browser.visit(`${site.url}/logout`, { method: 'POST', from: `${site.url}/` });
    expect([page.url.href, JSON.parse(page.body).user]).toEqual([`${site.url}/`, null]);
    expect((await browser.get(`${site.url}/private`)).body).toContain('name="password"');
  });

  it('ends the session here when it ends at the portal', async () => {
    const browser = testBrowser();
    await signIn(browser);
    const cookie = await browser.cookies.getCookieString(site.url);
    const whoIsThere = async () => JSON.parse((await testBrowser().get(`${site.url}/`, { Cookie: cookie })).body).user;
    expect(await whoIsThere()).toBe('dwho@badwolf.org');
    const page = await browser.get(new URL('/?logout=1', portal.ready).href);
    for (const [, source = ''] of page.body.matchAll(/<(?:iframe|img)[^>]* src="([^"]*saml[^"]*)"/g)) {
      await browser.get(new URL(source.replaceAll('&amp;', '&'), page.url).href);
    }
    expect(await whoIsThere()).toBe(null);
  });
});
