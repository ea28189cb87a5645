import { createPublicKey } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { describe, expect, it } from 'vitest';
import { type Changes, fakeProvider } from './fake-provider.js';
import { type Application, application, browser, CLIENT_ID, ISSUER } from './support.js';
import { assembled, makeKey, signed } from './tokens/keys.js';

/** Tries a sign-in whose answers were changed, and says what the browser got; nobody is signed in in any case. */
async function attempt(change: Changes, app: Application = application()): Promise<string> {
  app.provider.change = change;
  const tab = browser(app);
  const answer = await tab.signIn('mallory').catch((error: { code: string }) => ({ body: error.code, status: 0 }));
  app.provider.change = {};
  expect(await tab.whoami()).toBe('nobody');
  return /OIDC_[A-Z_]+/.exec(answer.body)?.[0] ?? `${answer.status}`;
}

const withClaims = (changes: Record<string, unknown>): Changes => ({
  claims: (claims) => ({ ...claims, ...changes }) as JWTPayload,
});

describe('an ID token that is not what it should be', () => {
  const seconds = Math.floor(Date.now() / 1000);

  it.each<[string, Changes]>([
    ['of another issuer', withClaims({ iss: 'https://evil.example' })],
    ['for another client', withClaims({ aud: 'another' })],
    ['for others, too', withClaims({ aud: [CLIENT_ID, 'another'] })],
    ['for a party that is another', withClaims({ azp: 'another' })],
    ['with another nonce', withClaims({ nonce: 'x'.repeat(43) })],
    ['without a nonce', withClaims({ nonce: undefined })],
    ['that has expired', withClaims({ iat: seconds - 4000, exp: seconds - 3600 })],
    ['from the future', withClaims({ iat: seconds + 600, exp: seconds + 900 })],
    ['that is a logout token', withClaims({ events: {} })],
    ['of no subject', withClaims({ sub: undefined })],
    ['of an empty subject', withClaims({ sub: '' })],
    ['with the hash of another access token', withClaims({ at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' })],
    ['of another kind', { header: { typ: 'at+jwt' } }],
    ['with another key', { idToken: (token) => signed(decoded(token), makeKey('RS256', 'usual')) }],
    ['without a signature', { idToken: (token) => `${token.split('.').slice(0, 2).join('.')}.` }],
    ['that says that it is not signed', { idToken: (token) => assembled({ alg: 'none' }, decoded(token)) }],
    ['in five parts', { idToken: (token) => `${token}..` }],
    ['that is none', { idToken: () => 'token' }],
  ])('signs nobody in: one %s', async (_, change) => {
    expect(await attempt(change)).toBe('OIDC_TOKEN_REJECTED');
  });

  it('signs nobody in: one that was made with the public key', async () => {
    for (const algorithms of [undefined, ['RS256', 'HS256']] as const) {
      const app = application(algorithms && { algorithms });
      const pem = createPublicKey(app.provider.key.privateKey).export({ type: 'spki', format: 'pem' });
      const { SignJWT } = await import('jose');
      const forged = (token: string): Promise<string> =>
        new SignJWT(decoded(token)).setProtectedHeader({ alg: 'HS256', kid: 'usual' }).sign(Buffer.from(pem));
      expect(await attempt({ idToken: forged }, app)).toBe('OIDC_TOKEN_REJECTED');
    }
  });

  it('signs nobody in that is another browser’s', async () => {
    const app = application();
    const tokens: string[] = [];
    app.provider.change = {
      idToken(token) {
        tokens.push(token);
        return token;
      },
    };
    await browser(app).signIn('alice');
    expect(await attempt({ idToken: () => tokens[0] ?? '' }, app)).toBe('OIDC_TOKEN_REJECTED');
  });
});

describe('an answer of the token endpoint', () => {
  it.each<[string, Changes, string]>([
    ['without an ID token', { tokens: ({ id_token: _, ...rest }) => rest }, 'OIDC_BAD_RESPONSE'],
    [
      'whose ID token is a list',
      { tokens: (tokens) => ({ ...tokens, id_token: [tokens['id_token']] }) },
      'OIDC_BAD_RESPONSE',
    ],
    ['without an access token', { tokens: ({ access_token: _, ...rest }) => rest }, 'OIDC_BAD_RESPONSE'],
    ['of an unknown kind', { tokens: (tokens) => ({ ...tokens, token_type: 'mac' }) }, 'OIDC_BAD_RESPONSE'],
    ['that is a list', { tokens: (tokens) => [tokens] }, 'OIDC_BAD_RESPONSE'],
    [
      'that is a page',
      { response: (path, response) => (path === '/token' ? new Response('<html>') : response) },
      'OIDC_BAD_RESPONSE',
    ],
    [
      'that leads elsewhere',
      {
        response: (path, response) =>
          path === '/token'
            ? new Response(null, { status: 302, headers: { Location: 'https://evil.example/' } })
            : response,
      },
      'OIDC_BAD_RESPONSE',
    ],
    [
      'that is without end',
      { response: (path, response) => (path === '/token' ? new Response('x'.repeat(1_048_577)) : response) },
      'OIDC_RESPONSE_TOO_LARGE',
    ],
  ])('signs nobody in: one %s', async (_, change, code) => {
    expect(await attempt(change)).toBe(code);
  });

  it('is the code’s own', async () => {
    const app = application();
    const [one, other] = [browser(app), browser(app)];
    const [oneBack, otherBack] = [
      app.provider.visit(await one.depart(), 'alice'),
      app.provider.visit(await other.depart(), 'mallory'),
    ];
    const swapped = new URL(oneBack);
    swapped.searchParams.set('code', otherBack.searchParams.get('code') ?? '');
    // The code was given for another verifier: the browser is sent once more, and nobody is signed in.
    expect((await one.follow(swapped)).location.origin).toBe(ISSUER);
    expect(await one.whoami()).toBe('nobody');
  });
});

describe('UserInfo', () => {
  it.each<[string, Changes, string]>([
    ['about somebody else', { userInfo: (claims) => ({ ...claims, sub: 'alice' }) }, 'OIDC_USER_REJECTED'],
    ['about nobody', { userInfo: ({ sub: _, ...claims }) => claims }, 'OIDC_USER_REJECTED'],
    ['that is a list', { userInfo: (claims) => [claims] }, 'OIDC_BAD_RESPONSE'],
    [
      'that does not take the token',
      {
        response: (path, response) =>
          path === '/userinfo'
            ? new Response(null, { status: 401, headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' } })
            : response,
      },
      'OIDC_USER_REJECTED',
    ],
    [
      'as a token that nobody has signed',
      {
        response: (path, response) =>
          path === '/userinfo'
            ? new Response(assembled({ alg: 'none' }, { iss: ISSUER, aud: CLIENT_ID, sub: 'mallory' }), {
                headers: { 'Content-Type': 'application/jwt' },
              })
            : response,
      },
      'OIDC_USER_REJECTED',
    ],
  ])('signs nobody in: one %s', async (_, change, code) => {
    expect(await attempt(change)).toBe(code);
  });

  it('may be a token that the provider has signed for this client', async () => {
    const app = application({ scope: 'openid', useridClaim: 'nick' });
    const answer = (claims: Record<string, unknown>): Changes => ({
      async response(path, response) {
        if (path !== '/userinfo') return response;
        const own = { iss: ISSUER, aud: CLIENT_ID, nonce: undefined, exp: undefined, iat: undefined };
        const token = await signed({ ...own, ...claims }, app.provider.key);
        return new Response(token, { headers: { 'Content-Type': 'application/jwt; charset=utf-8' } });
      },
    });
    app.provider.change = answer({ sub: 'alice', nick: 'ali' });
    const tab = browser(app);
    await tab.signIn('alice');
    expect(await tab.whoami()).toBe('ali');
    expect(await attempt(answer({ sub: 'mallory', nick: 'ali', aud: 'another' }), app)).toBe('OIDC_USER_REJECTED');
  });
});

describe('a provider that says that it is another one', () => {
  it.each<[string, Changes]>([
    ['by its name', { metadata: (metadata) => ({ ...metadata, issuer: 'https://evil.example' }) }],
    [
      'with a page elsewhere in the clear',
      { metadata: (metadata) => ({ ...metadata, authorization_endpoint: 'http://evil.example/' }) },
    ],
    ['without a name', { metadata: ({ issuer: _, ...metadata }) => metadata }],
    ['by no JSON', { response: () => new Response('<html>') }],
  ])('is not asked: %s', async (_, change) => {
    expect(await attempt(change)).toBe('OIDC_METADATA_UNUSABLE');
  });
});

describe('an answer that a browser brings', () => {
  it('counts only with the state that this browser was sent away with', async () => {
    const app = application();
    const attacker = browser(app);
    const back = app.provider.visit(await attacker.depart(), 'mallory');
    const victim = browser(app);
    expect((await victim.follow(back)).body).toContain('OIDC_STATE_MISSING');
    await victim.depart();
    expect((await victim.follow(back)).body).toContain('OIDC_STATE_INVALID');
    const without = new URL(back);
    without.searchParams.delete('state');
    expect((await victim.follow(without)).body).toContain('OIDC_STATE_MISSING');
    expect(await victim.whoami()).toBe('nobody');
  });

  it('counts once', async () => {
    const app = application();
    const tab = browser(app);
    const back = app.provider.visit(await tab.depart(), 'alice');
    expect((await tab.follow(back)).status).toBe(302);
    tab.jar.delete('auth_tkt');
    expect((await tab.follow(back)).body).toMatch(/OIDC_STATE_/);
    expect(await tab.whoami()).toBe('nobody');
  });

  it.each([
    ['two codes', '&code=another'],
    ['two issuers', `&iss=${ISSUER}&iss=${ISSUER}`],
    ['a code and an error', '&error=access_denied'],
  ])('is refused that holds %s', async (_, more) => {
    const app = application();
    const tab = browser(app);
    const back = app.provider.visit(await tab.depart(), 'alice');
    const answer = await tab.visit(back.pathname + back.search + more);
    expect([answer.status, answer.body]).toEqual([400, expect.stringContaining('OIDC_CODE_INVALID')]);
    expect(app.provider.asked.some(({ path }) => path === '/token')).toBe(false);
  });

  it('is of the provider that it says, where this one says who it is', async () => {
    const app = application();
    const metadata = (known: Record<string, unknown>) => ({
      ...known,
      authorization_response_iss_parameter_supported: true,
    });
    app.provider.change = { metadata };
    for (const [iss, expected] of [
      [undefined, 'OIDC_CODE_REJECTED'],
      ['https://evil.example', 'OIDC_CODE_REJECTED'],
      [`${ISSUER}/`, 'OIDC_CODE_REJECTED'],
      [ISSUER, ''],
    ] as const) {
      const tab = browser(app);
      const back = app.provider.visit(await tab.depart(), 'alice');
      if (iss !== undefined) back.searchParams.set('iss', iss);
      expect((await tab.follow(back)).body).toContain(expected);
      expect(await tab.whoami()).toBe(expected === '' ? 'alice' : 'nobody');
    }
  });
});

describe('two providers', () => {
  it('cannot be taken for each other', async () => {
    const honest = application({ issuerInUserid: true });
    const evil = fakeProvider(honest.clock.now, { issuer: 'https://evil.example', key: makeKey('RS256', 'usual') });
    const other = application({ provider: evil, callbackPath: '/login/evil', issuerInUserid: true });
    const tab = browser(honest);
    // The code of the honest one, brought to where the other one's answers come.
    const code = honest.provider.visit(await tab.depart(), 'alice').searchParams.get('code') ?? '';
    const at = browser(other);
    const departure = (await at.visit('/login/evil')).location;
    const back = evil.visit(departure, 'mallory');
    back.searchParams.set('code', code);
    await at.follow(back);
    expect(await at.whoami()).toBe('nobody');
    // An ID token of the other one, for the same client and nonce.
    honest.provider.change = { idToken: (token) => signed({ ...decoded(token), iss: evil.issuer }, evil.key) };
    expect((await tab.signIn('mallory')).body).toContain('OIDC_TOKEN_REJECTED');
  });
});

function decoded(token: string): JWTPayload {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as JWTPayload;
}
