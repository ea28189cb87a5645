import { createHmac, createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Answer, type Application, application, type Browser, browser, CLIENT_ID, ISSUER } from './support.js';
import { assembled, makeKey, signed, type TestKey } from './tokens/keys.js';

const EVENT = { 'http://schemas.openid.net/event/backchannel-logout': {} };
let made = 0;

/** What the provider sends; `undefined` takes a claim away. */
async function post(
  app: Application,
  changes: Record<string, unknown> = {},
  { key = app.provider.key, ...header }: { readonly key?: TestKey } & Record<string, unknown> = {},
): Promise<Answer> {
  const seconds = Math.floor(app.clock.now() / 1000);
  const claims = { iss: ISSUER, aud: CLIENT_ID, sub: 'alice', nonce: undefined, iat: seconds, exp: seconds + 120 };
  const token = await signed({ ...claims, jti: `logout ${++made}`, events: EVENT, ...changes }, key, {
    typ: 'logout+jwt',
    ...header,
  });
  return send(app, token);
}

function send(app: Application, ...tokens: string[]): Promise<Answer> {
  const body = new URLSearchParams(tokens.map((token): [string, string] => ['logout_token', token]));
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  return browser(app).visit('/login/oidc', { method: 'POST', headers, body: body.toString() });
}

async function signedIn(app: Application, user: string): Promise<Browser> {
  const tab = browser(app);
  await tab.signIn(user);
  expect(await tab.whoami()).toBe(user);
  return tab;
}

describe('a logout token', () => {
  it('ends a session, or all of a person, but none that begins later', async () => {
    for (const named of [
      { sid: 'session of alice', sub: undefined },
      { sid: 'session of alice' },
      { sid: undefined },
    ]) {
      const app = application();
      const [alice, bob] = [await signedIn(app, 'alice'), await signedIn(app, 'bob')];
      app.clock.advance(1000);
      const answer = await post(app, named);
      expect([answer.status, answer.body, answer.header('cache-control')]).toEqual([200, '', 'no-store']);
      expect([await alice.whoami(), await bob.whoami()]).toEqual(['nobody', 'bob']);
      app.clock.advance(1000);
      await alice.signIn('alice');
      expect(await alice.whoami()).toBe('alice');
      expect(app.log).toEqual([]);
    }
  });

  it.each<[string, Record<string, unknown>]>([
    ['is for another client', { aud: 'another' }],
    ['is of another issuer', { iss: 'https://evil.example' }],
    ['has a nonce', { nonce: 'a nonce' }],
    ['has no event', { events: undefined }],
    ['names nobody', { sub: undefined }],
    ['has no id', { jti: undefined }],
    ['has expired', { iat: 1, exp: 2 }],
  ])('that %s ends nothing', async (_, changes) => {
    const app = application();
    const alice = await signedIn(app, 'alice');
    const answer = await post(app, changes);
    expect([answer.status, answer.body]).toEqual([400, 'OIDC_LOGOUT_REQUEST_INVALID']);
    expect(await alice.whoami()).toBe('alice');
    expect(app.log).toHaveLength(1);
  });

  it('that is an ID token, another kind of token or signed by somebody else ends nothing', async () => {
    const app = application();
    const tokens: string[] = [];
    app.provider.change = {
      idToken(token) {
        tokens.push(token);
        return token;
      },
    };
    const alice = await signedIn(app, 'alice');
    expect((await send(app, tokens[0] ?? '')).status).toBe(400);
    expect((await post(app, {}, { typ: 'at+jwt' })).status).toBe(400);
    expect((await post(app, {}, { key: makeKey('RS256', 'usual') })).status).toBe(400);
    expect((await send(app, '')).status).toBe(400);
    expect((await send(app, 'one', 'two')).status).toBe(400);
    expect(await alice.whoami()).toBe('alice');
  });

  it.each(['none', 'HS256'])('by the algorithm %s ends nothing', async (alg) => {
    const app = application();
    const alice = await signedIn(app, 'alice');
    const seconds = Math.floor(app.clock.now() / 1000);
    const claims = { iss: ISSUER, aud: CLIENT_ID, sub: 'alice', iat: seconds, jti: 'made up', events: EVENT };
    const unsigned = assembled({ alg, typ: 'logout+jwt' }, claims).slice(0, -1);
    const published = createPublicKey(app.provider.key.privateKey).export({ type: 'spki', format: 'pem' });
    const signature = createHmac('sha256', published).update(unsigned).digest('base64url');
    for (const end of ['', signature]) {
      expect((await send(app, `${unsigned}.${end}`)).body).toBe('OIDC_LOGOUT_REQUEST_INVALID');
    }
    expect(await alice.whoami()).toBe('alice');
  });

  it('counts once', async () => {
    const app = application();
    expect((await post(app, { jti: 'the same' })).status).toBe(200);
    app.clock.advance(1000);
    const alice = await signedIn(app, 'alice');
    app.clock.advance(1000);
    expect((await post(app, { jti: 'the same' })).status).toBe(400);
    expect(await alice.whoami()).toBe('alice');
  });

  it('is the application’s where there are no sessions', async () => {
    const app = application({ sessions: undefined });
    expect((await post(app)).body).toContain('nobody');
  });
});

describe('a request of a frame', () => {
  const asked = (parameters: Record<string, string>): string => `/login/oidc?${new URLSearchParams(parameters)}`;

  it('ends the session that it names, without any cookie', async () => {
    const app = application({ logoutChannel: 'front' });
    const [alice, bob] = [await signedIn(app, 'alice'), await signedIn(app, 'bob')];
    app.clock.advance(1000);
    const answer = await browser(app).visit(asked({ iss: ISSUER, sid: 'session of alice' }));
    expect([answer.status, answer.body]).toEqual([200, '']);
    expect([await alice.whoami(), await bob.whoami()]).toEqual(['nobody', 'bob']);
  });

  it.each<Record<string, string>>([
    { iss: 'https://evil.example', sid: 'session of alice' },
    { iss: ISSUER, sid: '' },
    { iss: ISSUER, sid: 'x'.repeat(1025) },
  ])('ends nothing: %j', async (parameters) => {
    const app = application({ logoutChannel: 'both' });
    const alice = await signedIn(app, 'alice');
    app.clock.advance(1000);
    expect((await browser(app).visit(asked(parameters))).status).toBe(400);
    expect(await alice.whoami()).toBe('alice');
  });

  it('that has the subject in the place of the session counts in that browser only, and not where it is a page', async () => {
    const app = application({ logoutChannel: 'front' });
    const alice = await signedIn(app, 'alice');
    app.clock.advance(1000);
    const url = asked({ iss: ISSUER, sid: 'alice' });
    await browser(app).visit(url);
    await alice.visit(url, { headers: { 'sec-fetch-dest': 'document' } });
    expect(await alice.whoami()).toBe('alice');
    await alice.visit(url, { headers: { 'sec-fetch-dest': 'iframe' } });
    expect(await alice.whoami()).toBe('nobody');
  });

  it('begins a sign-in where it is not to come', async () => {
    const app = application();
    const answer = await browser(app).visit(asked({ iss: ISSUER, sid: 'session of alice' }));
    expect(answer.location.origin).toBe(ISSUER);
  });
});
