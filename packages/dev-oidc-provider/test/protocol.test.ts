import { createHash, randomBytes } from 'node:crypto';
import { type TestBrowser, testBrowser } from '@who/testkit';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendForm } from '../../testkit/test/send-form.js';
import { type DevOidcProvider, startDevOidcProvider } from '../src/index.js';
import { newBrowser } from './support.js';

const APP = 'http://127.0.0.1:9/callback';
const client = { clientId: 'app', clientSecret: 'secret', redirectUris: [APP], postLogoutRedirectUris: [`${APP}/bye`] };
const clients = [client, { ...client, clientId: 'other' }, { ...client, clientId: 'public', clientSecret: undefined }];

let provider: DevOidcProvider;
let nowMs = Date.now();
beforeAll(async () => {
  provider = await startDevOidcProvider({ clients, now: () => nowMs, logger: { debug() {}, warn() {}, error() {} } });
});
afterAll(() => provider.close());

const verifier = randomBytes(32).toString('base64url');
const code_challenge = createHash('sha256').update(verifier).digest('base64url');

const good = {
  client_id: 'app',
  redirect_uri: APP,
  response_type: 'code',
  scope: 'openid email',
  state: 'a state',
  nonce: 'a nonce',
  code_challenge,
  code_challenge_method: 'S256',
};

type Fields = Readonly<Record<string, string | undefined>>;

const form = (fields: Fields): URLSearchParams =>
  new URLSearchParams(Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined));

async function document(): Promise<Record<string, string>> {
  return (await fetch(`${provider.issuer}/.well-known/openid-configuration`)).json() as Promise<Record<string, string>>;
}

/** Where the browser is sent. */
async function answerTo(change: Fields = {}): Promise<URLSearchParams> {
  const { authorization_endpoint } = await document();
  const response = await fetch(`${authorization_endpoint}?${form({ ...good, ...change })}`, { redirect: 'manual' });
  const location = response.headers.get('location') ?? '';
  expect(location.startsWith(`${APP}?`)).toBe(true);
  return new URL(location).searchParams;
}

/** Where a browser is sent in which ada signs in. */
async function signInAt(url: string, browser: TestBrowser): Promise<URL> {
  const sent = await sendForm(browser, await browser.get(url), { username: 'ada', password: 'ada' }, false);
  return new URL(sent.header('location') ?? '');
}

/** A code of ada's. */
async function codeAt(change: Fields = {}): Promise<string> {
  const { authorization_endpoint } = await document();
  const { searchParams } = await signInAt(`${authorization_endpoint}?${form({ ...good, ...change })}`, testBrowser());
  expect([searchParams.get('state'), searchParams.get('iss')]).toEqual(['a state', provider.issuer]);
  return searchParams.get('code') ?? '';
}

async function redeem(code: string, change: Fields = {}, headers = BASIC) {
  const { token_endpoint = '' } = await document();
  const fields = { grant_type: 'authorization_code', code, redirect_uri: APP, code_verifier: verifier, ...change };
  const response = await fetch(token_endpoint, { method: 'POST', body: form(fields), headers });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Readonly<Record<string, string>>,
  };
}

const BASIC: Record<string, string> = { Authorization: `Basic ${btoa('app:secret')}` };

describe('what the provider says about itself', () => {
  it('is true of it', async () => {
    const said = await document();
    expect(said['issuer']).toBe(provider.issuer);
    for (const name of ['authorization', 'userinfo', 'end_session'].map((name) => `${name}_endpoint`)) {
      expect((await fetch(said[name] ?? '')).status, name).not.toBe(404);
    }
    const { keys } = (await (await fetch(said['jwks_uri'] ?? '')).json()) as { keys: [object] };
    expect(keys).toEqual([expect.objectContaining({ kty: 'RSA', alg: 'RS256', use: 'sig' })]);
    expect(Object.keys(keys[0])).not.toContain('d');
  });
});

describe('tokens', () => {
  it('are signed, for this client and this sign-in', async () => {
    const { body } = await redeem(await codeAt());
    const keys = createRemoteJWKSet(new URL(`${provider.issuer}/jwks`));
    const { payload } = await jwtVerify(body['id_token'] ?? '', keys, { issuer: provider.issuer, audience: 'app' });
    const digest = createHash('sha256')
      .update(body['access_token'] ?? '')
      .digest()
      .subarray(0, 16);
    expect(payload).toMatchObject({ sub: 'ada', nonce: 'a nonce', at_hash: digest.toString('base64url') });
    const info = await fetch(`${provider.issuer}/userinfo`, {
      headers: { Authorization: `Bearer ${body['access_token']}` },
    });
    expect(await info.json()).toEqual({ sub: 'ada', email: 'ada@example.org', email_verified: true });
  });

  it('are given once for a code', async () => {
    const code = await codeAt();
    expect((await redeem(code)).status).toBe(200);
    expect(await redeem(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it.each<[string, Fields]>([
    ['another verifier', { code_verifier: `${verifier}x` }],
    ['no verifier', { code_verifier: undefined }],
    ['another address', { redirect_uri: `${APP}/` }],
    ['another code', { code: 'made up' }],
  ])('are not given for %s', async (_, change) => {
    const answer = await redeem(await codeAt(), change);
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('are not given to another client, to an old code, or after the logout', async () => {
    const asOther = { Authorization: `Basic ${btoa('other:secret')}` };
    const refused = { status: 400, body: { error: 'invalid_grant' } };
    expect(await redeem(await codeAt(), {}, asOther)).toMatchObject(refused);
    const old = await codeAt();
    nowMs += 60_001;
    expect(await redeem(old)).toMatchObject(refused);
    const late = await codeAt();
    await provider.endSessions();
    expect(await redeem(late)).toMatchObject(refused);
  });

  it.each<[string, Fields, Record<string, string>]>([
    ['no secret', { client_id: 'app' }, {}],
    ['a wrong one', {}, { Authorization: `Basic ${btoa('app:wrong')}` }],
    ['one that cannot be read', {}, { Authorization: `Basic ${btoa('app:%')}` }],
    ['two', { client_id: 'app', client_secret: 'secret' }, BASIC],
    ['a client that is not known', { client_id: 'nobody', client_secret: 'secret' }, {}],
  ])('are not given for %s', async (_, change, headers) => {
    const answer = await redeem(await codeAt(), change, headers);
    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /);
  });

  it('tell nothing to whoever has none, or an old one', async () => {
    const { body } = await redeem(await codeAt());
    nowMs += 3_600_001;
    for (const headers of [{}, { Authorization: `Bearer ${body['access_token']}` }]) {
      const response = await fetch(`${provider.issuer}/userinfo`, { headers });
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([
        401,
        expect.stringMatching(/^Bearer/),
      ]);
    }
  });
});

describe('a request', () => {
  it.each<[string, Fields, string]>([
    ['of another kind', { response_type: 'token' }, 'unsupported_response_type'],
    ['for a form', { response_mode: 'form_post' }, 'invalid_request'],
    ['without openid', { scope: 'email' }, 'invalid_scope'],
    ['as an object', { request: 'x.y.z' }, 'request_not_supported'],
    ['by a reference', { request_uri: 'https://app.example.org/r' }, 'request_uri_not_supported'],
    ['with a prompt of its own', { prompt: 'dance' }, 'invalid_request'],
    ['with two prompts', { prompt: 'none login' }, 'invalid_request'],
    ['with an age in words', { max_age: 'young' }, 'invalid_request'],
    ['with a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['to ask nobody', { prompt: 'none' }, 'login_required'],
  ])('%s is answered to the application', async (_, change, error) => {
    const answer = await answerTo(change);
    expect([answer.get('error'), answer.get('state'), answer.get('iss')]).toEqual([error, 'a state', provider.issuer]);
    expect(answer.has('code')).toBe(false);
  });

  it('of a public client needs PKCE', async () => {
    const answer = await answerTo({ client_id: 'public', code_challenge: undefined, code_challenge_method: undefined });
    expect(answer.get('error')).toBe('invalid_request');
  });

  it.each<[string, Fields]>([
    ['an unknown client', { client_id: 'nobody' }],
    ['an address that is not registered', { redirect_uri: `${APP}/more` }],
    ['no address', { redirect_uri: undefined }],
  ])('of %s ends here', async (_, change) => {
    const { issuer } = provider;
    const response = await fetch(`${issuer}/authorize?${form({ ...good, ...change })}`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });

  it('that says something twice ends here', async () => {
    const { issuer } = provider;
    expect((await fetch(`${issuer}/authorize?${form(good)}&client_id=app`)).status).toBe(400);
  });

  it('can come by POST, and knows the name already', async () => {
    const { issuer } = provider;
    const response = await fetch(`${issuer}/authorize`, {
      method: 'POST',
      body: form({ ...good, login_hint: '"><b>zoe' }),
    });
    expect([response.status, await response.text()]).toEqual([
      200,
      expect.stringContaining('value="&quot;&gt;&lt;b&gt;zoe"'),
    ]);
  });
});

describe('a logout', () => {
  it('with an ID token of the session is not asked about', async () => {
    const browser = testBrowser();
    const { searchParams } = await signInAt(`${provider.issuer}/authorize?${form(good)}`, browser);
    const code = searchParams.get('code') ?? '';
    const { body } = await redeem(code);
    const query = form({ id_token_hint: body['id_token'], post_logout_redirect_uri: `${APP}/bye`, state: 's' });
    const out = await browser.visit(`${provider.issuer}/logout?${query}`, { follow: false });
    expect([out.status, out.header('location')]).toEqual([303, `${APP}/bye?state=s`]);
    expect((await browser.get(provider.issuer)).body).toContain('Nobody is signed in here.');
  });

  it.each<[string, Fields]>([
    ['an ID token of somebody else', { id_token_hint: 'a.b.c' }],
    ['an unknown client', { client_id: 'nobody' }],
    ['an address that is not registered', { client_id: 'app', post_logout_redirect_uri: 'http://127.0.0.1:9/' }],
    ['an address of nobody', { post_logout_redirect_uri: `${APP}/bye` }],
  ])('with %s is refused', async (_, fields) => {
    const { issuer } = provider;
    expect((await newBrowser().get(`${issuer}/logout?${form(fields)}`)).status).toBe(400);
  });
});
