import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { attribute, nameId } from './idp/idp.js';
import { attributeOf, formOf, startIdp } from './idp/server.js';
import { browserAt, sendForm, signIn, site } from './site.js';

const idp = await startIdp();
const app = await site(idp);
afterAll(async () => {
  await Promise.all([app.close(), idp.close()]);
});
beforeEach(() => {
  Object.assign(idp, { user: 'alice@example.org', says: {}, spoil: (xml: string) => xml });
});

describe('a sign-in', () => {
  it('leads back to where it began, and lasts', async () => {
    const browser = browserAt(app);
    const page = await signIn(browser, '/private/page?q=1');
    expect([page.url.href, page.status, page.body]).toEqual([
      `${app.url}/private/page?q=1`,
      200,
      'alice@example.org, alice@example.org',
    ]);
    expect((await browser.get('/')).body).toBe('alice@example.org, alice@example.org');
  });

  it('asks by a signed request in an address', async () => {
    await signIn(browserAt(app));
    const came = idp.signOns.at(-1);
    expect(came?.binding).toBe('redirect');
    expect(attributeOf(came?.xml ?? '', 'Destination')).toBe(`${idp.url}/sso`);
    expect(attributeOf(came?.xml ?? '', 'AssertionConsumerServiceURL')).toBe(`${app.url}/login/saml`);
    expect(came?.query).toContain(`SigAlg=${encodeURIComponent('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256')}`);
  });

  it('asks by a form that is not deflated', async () => {
    await using posting = await site(idp, { options: { requestBinding: 'post' } });
    const browser = browserAt(posting);
    const page = await browser.get('/private');
    expect(page.header('content-security-policy')).toContain("default-src 'none'");
    const { fields } = formOf(page.body);
    expect(Buffer.from(fields['SAMLRequest'] ?? '', 'base64').toString()).toMatch(/^<\w+:AuthnRequest|^<\?xml/);
    const back = await sendForm(browser, await sendForm(browser, page));
    expect([back.url.pathname, back.body]).toEqual(['/private', 'alice@example.org, alice@example.org']);
    expect(idp.signOns.at(-1)?.xml).toContain('SignatureValue');
  });

  it('of another browser is refused', async () => {
    const [mallory, victim] = [browserAt(app), browserAt(app)];
    const form = formOf((await mallory.get('/private')).body);
    const page = await victim.post(form.action, form.fields);
    expect([page.status, /SAML_STATE_\w+/.exec(page.body)?.[0]]).toEqual([403, 'SAML_STATE_MISSING']);
    expect((await victim.get('/')).body).toBe('nobody');
  });

  it('with the answer to the request of another browser is refused', async () => {
    const [mallory, victim] = [browserAt(app), browserAt(app)];
    const evil = formOf((await mallory.get('/private')).body);
    const own = formOf((await victim.get('/private')).body);
    const page = await victim.post(own.action, { ...evil.fields, RelayState: own.fields['RelayState'] ?? '' });
    expect([page.status, /SAML_RESPONSE_\w+/.exec(page.body)?.[0]]).toEqual([403, 'SAML_RESPONSE_REJECTED']);
    expect((await victim.get('/')).body).toBe('nobody');
  });

  it('is good once, in one browser and in all processes', async () => {
    await using other = await site(idp, { sessions: app.sessions, publicUrl: app.url });
    const browser = browserAt(app);
    const form = formOf((await browser.get('/private')).body);
    const cookie = await browser.cookies.getCookieString(app.url);
    const post = (url: string): Promise<Response> =>
      fetch(`${url}/login/saml`, {
        method: 'POST',
        redirect: 'manual',
        headers: { Cookie: cookie },
        body: new URLSearchParams(form.fields),
      });
    expect((await post(other.url)).status).toBe(303);
    const again = await post(app.url);
    expect([again.status, /SAML_RESPONSE_\w+/.exec(await again.text())?.[0]]).toEqual([403, 'SAML_RESPONSE_REJECTED']);
    expect(app.warnings.at(-1)).toContain('has signed somebody in before');
  });

  it.each([
    [
      'a response that somebody has changed',
      (xml: string) => xml.replaceAll('alice@', 'mallory@'),
      'SAML_RESPONSE_REJECTED',
      403,
    ],
    [
      'a response with a comment',
      (xml: string) => xml.replace('alice@', 'alice<!-- -->@'),
      'SAML_RESPONSE_INVALID',
      400,
    ],
    ['what is no response', () => '<x/>', 'SAML_RESPONSE_INVALID', 400],
    ['what is no XML', () => 'x', 'SAML_RESPONSE_INVALID', 400],
  ] as const)('by %s is refused', async (_, spoil, code, status) => {
    idp.spoil = spoil;
    const browser = browserAt(app);
    const page = await signIn(browser);
    expect([page.status, /SAML_RESPONSE_\w+/.exec(page.body)?.[0]]).toEqual([status, code]);
    expect((await browser.get('/')).body).toBe('nobody');
    expect(app.warnings.join()).not.toContain('mallory');
  });

  it('that the identity provider refuses is told with its status', async () => {
    idp.says = {
      status: '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:AuthnFailed"/></samlp:Status>',
    };
    const page = await signIn(browserAt(app));
    expect(page.body).toContain('SAML_RESPONSE_REJECTED (AuthnFailed)');
  });

  it('by a transient name is nobody', async () => {
    idp.says = { nameId: nameId('_x', 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient') };
    const page = await signIn(browserAt(app));
    expect([page.status, /SAML_USERID_\w+/.exec(page.body)?.[0]]).toEqual([403, 'SAML_USERID_MISSING']);
  });

  it('takes the userid from an attribute, and scopes only from its metadata', async () => {
    const scope =
      '<Extensions><shibmd:Scope xmlns:shibmd="urn:mace:shibboleth:metadata:1.0">example.org</shibmd:Scope></Extensions>';
    idp.metadata = { extensions: scope };
    await using scoped = await site(idp, { options: { userid: 'eduPersonPrincipalName' } });
    const eppn = 'urn:oid:1.3.6.1.4.1.5923.1.1.1.6';
    idp.says = { attributes: attribute(eppn, 'bob@example.org') };
    expect((await signIn(browserAt(scoped))).body).toBe('bob@example.org, no mail');
    idp.says = { attributes: attribute(eppn, 'bob@other.example') };
    expect((await signIn(browserAt(scoped))).body).toContain('SAML_USERID_MISSING');
    idp.says = { attributes: attribute(eppn, 'bob@example.org', 'carol@example.org') };
    expect((await signIn(browserAt(scoped))).body).toContain('SAML_USERID_MISSING');
    idp.metadata = {};
  });
});

describe('an answer that nobody asked for', () => {
  const unasked = { requestId: null };

  it('is refused', async () => {
    idp.says = unasked;
    const page = await signIn(browserAt(app));
    expect([page.status, /SAML_STATE_\w+/.exec(page.body)?.[0]]).toEqual([403, 'SAML_STATE_MISSING']);
  });

  it('is taken where that is allowed, once', async () => {
    await using open = await site(idp, { options: { acceptUnsolicited: true } });
    idp.says = unasked;
    const browser = browserAt(open);
    const form = formOf((await browser.get('/private')).body);
    const page = await browser.post(form.action, form.fields);
    expect([page.url.pathname, page.body]).toEqual(['/', 'alice@example.org, alice@example.org']);
    const replayed = await browserAt(open).post(form.action, form.fields);
    expect(replayed.body).toContain('SAML_RESPONSE_REJECTED');
  });

  it('is refused where it answers a request all the same', async () => {
    await using open = await site(idp, { options: { acceptUnsolicited: true } });
    const form = formOf((await browserAt(open).get('/private')).body);
    const page = await browserAt(open).post(form.action, { SAMLResponse: form.fields['SAMLResponse'] ?? '' });
    expect(page.body).toMatch(/SAML_(?:STATE_MISSING|RESPONSE_REJECTED)/);
  });
});

describe('policies', () => {
  it('let strangers see a page where the identity provider knows nobody', async () => {
    await using open = await site(idp, { options: { policies: [{ path: '/open', ask: 'gateway' }] } });
    idp.user = undefined;
    const browser = browserAt(open);
    const page = await signIn(browser, '/open');
    expect([page.url.pathname, page.body]).toEqual(['/open', 'nobody']);
    expect(attributeOf(idp.signOns.at(-1)?.xml ?? '', 'IsPassive')).toBe('true');
    expect(open.warnings).toEqual([]);
    expect((await browser.get('/open')).body).toBe('nobody');
  });

  it('sign in who is signed in there', async () => {
    await using open = await site(idp, { options: { policies: [{ path: '/open', ask: 'gateway' }] } });
    expect((await signIn(browserAt(open), '/open')).body).toBe('alice@example.org, alice@example.org');
  });

  it('have people sign in anew, and look whether they did', async () => {
    await using strict = await site(idp, { options: { policies: [{ path: '/strict', ask: 'renew' }] } });
    const browser = browserAt(strict);
    expect((await signIn(browser)).status).toBe(200);
    idp.says = { authnInstantMs: Date.now() - 3_600_000 };
    const page = await signIn(browser, '/strict');
    expect(attributeOf(idp.signOns.at(-1)?.xml ?? '', 'ForceAuthn')).toBe('true');
    expect(page.body).toContain('SAML_RESPONSE_REJECTED');
    idp.says = {};
    expect((await signIn(browser, '/strict')).url.pathname).toBe('/strict');
    expect((await browser.get('/strict')).body).toBe('alice@example.org, alice@example.org');
  });

  it('ask for a way to sign in, and look whether it was taken', async () => {
    const wanted = 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password';
    await using strong = await site(idp, { options: { authnContexts: [wanted] } });
    expect((await signIn(browserAt(strong))).status).toBe(200);
    expect(idp.signOns.at(-1)?.xml).toContain(`>${wanted}<`);
    idp.says = { context: 'urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified' };
    expect((await signIn(browserAt(strong))).body).toContain('SAML_RESPONSE_REJECTED');
  });
});
