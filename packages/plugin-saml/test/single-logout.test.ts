import { createVerify, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { TestBrowser } from '@who/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { idpKeys, otherKeys, STATUS } from './idp/idp.js';
import { attributeOf, formOf, startIdp } from './idp/server.js';
import { signElement } from './idp/sign.js';
import {
  type LogoutSays,
  logoutRequest as requestXml,
  logoutResponse as responseXml,
  signedQuery,
} from './logout-messages.js';
import { browserAt, clock, ownKeys, type Site, signIn, site } from './site.js';

const idp = await startIdp();
const app = await site(idp);
/** Another process of the same application. */
const other = await site(idp, { sessions: app.sessions, publicUrl: app.url });
afterAll(async () => {
  await Promise.all([app.close(), other.close(), idp.close()]);
});
beforeEach(() => {
  Object.assign(idp, { user: 'alice@example.org', says: { sessionIndex: `_${randomBytes(8).toString('hex')}` } });
});

const ALICE = 'alice@example.org, alice@example.org';
const DESTINATION = / Destination="[^"]*"/;

async function signedIn(where: Site = app): Promise<TestBrowser> {
  const browser = browserAt(where);
  expect((await signIn(browser)).status).toBe(200);
  return browser;
}

const sent = (says: Partial<LogoutSays>): LogoutSays => ({
  issuer: idp.entityId,
  destination: `${app.url}/login/saml/logout`,
  ...says,
});

const logoutRequest = (says: Partial<LogoutSays> = {}): string =>
  requestXml(sent({ sessionIndexes: [idp.says.sessionIndex ?? ''], ...says }));

const posted = (xml: string): Record<string, string> => ({
  SAMLRequest: Buffer.from(xml).toString('base64'),
  RelayState: 'its state',
});

/** A browser that the identity provider sends, and that stops at the answer. */
const visit = (browser: TestBrowser, query: string) =>
  browser.visit(`${app.url}/login/saml/logout?${query}`, { from: idp.url, follow: false });

describe('a logout at the identity provider', () => {
  it('by redirect ends the session in every process, and is answered with a signature', async () => {
    const [here, copy] = [await signedIn(), browserAt(other)];
    const cookie = await here.cookies.getCookieString(app.url);
    const page = await visit(here, signedQuery(logoutRequest({ id: '_asked' })));
    expect(page.location?.href.split('?')[0]).toBe(`${idp.url}/slo`);
    const query = page.location?.search.slice(1) ?? '';
    const [signed = '', signature = ''] = query.split('&Signature=');
    const isSigned = createVerify('sha256')
      .update(signed)
      .verify(ownKeys.certificate, decodeURIComponent(signature), 'base64');
    expect(isSigned).toBe(true);
    const fields = new URLSearchParams(query);
    expect(fields.get('RelayState')).toBe('its state');
    const xml = inflateRawSync(Buffer.from(fields.get('SAMLResponse') ?? '', 'base64')).toString();
    expect([attributeOf(xml, 'InResponseTo'), attributeOf(xml, 'Value')]).toEqual(['_asked', `${STATUS}Success`]);
    expect((await here.get('/')).body).toBe('nobody');
    expect((await copy.get('/', { Cookie: cookie })).body).toBe('nobody');
  });

  it('by POST does the same, without a cookie', async () => {
    const here = await signedIn();
    const stranger = browserAt(app);
    const xml = signElement(logoutRequest(), 'LogoutRequest', idpKeys);
    const page = await stranger.post(`${app.url}/login/saml/logout`, posted(xml));
    const { action, fields } = formOf(page.body);
    expect([action, fields['RelayState']]).toEqual([`${idp.url}/slo`, 'its state']);
    expect(Buffer.from(fields['SAMLResponse'] ?? '', 'base64').toString()).toContain('SignatureValue');
    expect((await here.get('/')).body).toBe('nobody');
  });

  it('leaves other sessions of the same person alone', async () => {
    const one = await signedIn();
    const ended = idp.says.sessionIndex ?? '';
    idp.says = { sessionIndex: '_second' };
    const two = await signedIn();
    await visit(browserAt(app), signedQuery(logoutRequest({ sessionIndexes: [ended] })));
    expect([(await one.get('/')).body, (await two.get('/')).body]).toEqual(['nobody', ALICE]);
  });

  it('of all sessions ends all, and none that begins later', async () => {
    const one = await signedIn();
    idp.says = { sessionIndex: '_third' };
    const two = await signedIn();
    await visit(browserAt(app), signedQuery(logoutRequest({ sessionIndexes: [] })));
    expect([(await one.get('/')).body, (await two.get('/')).body]).toEqual(['nobody', 'nobody']);
    clock.aheadMs += 10;
    expect((await (await signedIn()).get('/')).body).toBe(ALICE);
  });

  const request = (): string => logoutRequest();
  const refused: Readonly<Record<string, () => string>> = {
    'nobody has signed': () => signedQuery(request()).replace(/&Signature=.*/, ''),
    'somebody else has signed': () => signedQuery(request(), { key: otherKeys.key }),
    'was changed': () => signedQuery(request()).replace('RelayState=its', 'RelayState=another'),
    'has two signatures': () => `${signedQuery(request())}&Signature=x`,
    'has two messages': () => `SAMLRequest=x&${signedQuery(request())}`,
    'names a parameter in another way': () => `${signedQuery(request())}&Relay%53tate=x`,
    'has a weak signature': () => signedQuery(request()).replace('rsa-sha256', 'rsa-sha1'),
    'is of somebody else': () => signedQuery(logoutRequest({ issuer: 'https://other.example.org' })),
    'is for somebody else': () => signedQuery(logoutRequest({ destination: 'https://other.example.org/' })),
    'says not for whom it is': () => signedQuery(logoutRequest({ destination: undefined })),
    'is old': () => signedQuery(logoutRequest({ issuedMs: Date.now() - 3_600_000 })),
    'is of the future': () => signedQuery(logoutRequest({ issuedMs: Date.now() + 3_600_000 })),
    'is no logout request': () => signedQuery(request().replaceAll('LogoutRequest', 'AuthnRequest')),
    'has a comment': () => signedQuery(request().replace('alice@', 'alice<!-- -->@')),
    'has a DOCTYPE': () => signedQuery(`<!DOCTYPE x [<!ENTITY e "alice">]>${request().replace('>alice', '>&e;')}`),
    'is nothing': () => 'SAMLRequest=',
    'is a bomb': () => `SAMLRequest=${encodeURIComponent(deflateRawSync(Buffer.alloc(10_000_000)).toString('base64'))}`,
  };
  it.each(Object.entries(refused))('that %s ends nothing', async (_, query) => {
    const here = await signedIn();
    const page = await visit(browserAt(app), query());
    expect([page.status, page.body].join(' ')).toMatch(/^400 SAML_LOGOUT_REQUEST_INVALID$|^200 nobody$/);
    expect((await here.get('/')).body).toBe(ALICE);
  });

  it.each([
    ['nobody has signed', (xml: string) => xml],
    ['somebody else has signed', (xml: string) => signElement(xml, 'LogoutRequest', otherKeys)],
    ['was changed', (xml: string) => signElement(xml, 'LogoutRequest', idpKeys).replace('alice@', 'bob@')],
    ['says not for whom it is', (xml: string) => signElement(xml.replace(DESTINATION, ''), 'LogoutRequest', idpKeys)],
    ['has a comment', (xml: string) => signElement(xml, 'LogoutRequest', idpKeys).replace('alice@', 'alice<!-- -->@')],
    ['has a DOCTYPE', (xml: string) => `<!DOCTYPE x>${signElement(xml, 'LogoutRequest', idpKeys)}`],
    [
      'has another one inside',
      (xml: string) =>
        signElement(xml, 'LogoutRequest', idpKeys).replace('</samlp:LogoutRequest>', `${xml}</samlp:LogoutRequest>`),
    ],
  ])('by POST that %s ends nothing', async (_, spoil) => {
    const here = await signedIn();
    const page = await browserAt(app).post(`${app.url}/login/saml/logout`, posted(spoil(logoutRequest())));
    expect([page.status, page.body]).toEqual([400, 'SAML_LOGOUT_REQUEST_INVALID']);
    expect((await here.get('/')).body).toBe(ALICE);
  });

  it('that comes twice ends nothing the second time', async () => {
    const query = signedQuery(logoutRequest({ sessionIndexes: [] }));
    await visit(browserAt(app), query);
    clock.aheadMs += 10;
    const here = await signedIn();
    expect((await visit(browserAt(other), query)).location?.pathname).toBe('/slo');
    expect((await here.get('/')).body).toBe(ALICE);
  });
});

describe('a logout here', () => {
  it('asks the identity provider for the same, and comes back', async () => {
    const browser = await signedIn();
    const cookie = await browser.cookies.getCookieString(app.url);
    const page = await browser.visit('/logout', { method: 'POST', follow: false });
    expect([page.status, page.location?.pathname]).toEqual([303, '/slo']);
    await browser.get(page.location?.href ?? '');
    const { xml, query, relayState } = idp.logouts.at(-1) ?? { xml: '', query: '', relayState: null };
    expect(xml).toContain('>alice@example.org</saml:NameID>');
    expect(xml).toContain(`>${idp.says.sessionIndex}</samlp:SessionIndex>`);
    const [signed = '', signature = ''] = query.split('&Signature=');
    expect(
      createVerify('sha256').update(signed).verify(ownKeys.certificate, decodeURIComponent(signature), 'base64'),
    ).toBe(true);
    expect((await browserAt(other).get('/', { Cookie: cookie })).body).toBe('nobody');

    const answer = logoutResponse(attributeOf(xml, 'ID') ?? '', 'Success');
    const back = await visit(browser, signedQuery(answer, { name: 'SAMLResponse', relayState: relayState ?? '' }));
    expect([back.status, back.location?.href]).toEqual([302, `${app.url}/`]);
  });

  it('leads nowhere else, whatever an answer says', async () => {
    const answer = logoutResponse('_x', 'PartialLogout');
    const relayState = 'https://evil.example.org/';
    const back = await visit(browserAt(app), signedQuery(answer, { name: 'SAMLResponse', relayState }));
    expect(back.location?.href).toBe(`${app.url}/`);
    expect(app.warnings.at(-1)).toContain('PartialLogout');
  });

  it('takes no answer that says not for whom it is, and says what is missing', async () => {
    const answer = logoutResponse('_x', 'Success').replace(DESTINATION, '');
    const back = await visit(browserAt(app), signedQuery(answer, { name: 'SAMLResponse' }));
    expect([back.status, back.body]).toEqual([400, 'SAML_LOGOUT_REQUEST_INVALID']);
    expect(app.warnings.at(-1)).toContain(`does not say that it is for ${app.url}/login/saml/logout.`);
  });

  it('ends here where the identity provider cannot be told', async () => {
    await using alone = await site(idp, { options: { privateKey: undefined, certificates: undefined } });
    const browser = await signedIn(alone);
    const page = await browser.visit('/logout', { method: 'POST', follow: false });
    expect(page.location?.href).toBe(`${alone.url}/`);
    expect((await browser.get('/')).body).toBe('nobody');
    expect((await browser.get('/login/saml/logout')).body).toBe('nobody');
  });
});

function logoutResponse(inResponseTo: string, status: string): string {
  return responseXml(sent({ id: '_y' }), inResponseTo, status);
}
