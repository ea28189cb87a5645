import { once } from 'node:events';
import { type IncomingMessage, type RequestListener, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { guard, whoListener } from '@who/connect';
import { apiAwareRequestClassifier, type Challenger, createWho, hasToken, type Plugin, type WhoError } from '@who/core';
import { fakeClock, serve, type TestServer, testBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiTokenOptions, apiToken, apiTokenChallengeDecider } from '../src/index.js';
import { options, recordOf, tokenOf } from './support.js';

const clock = fakeClock();
const login: Challenger = { challenge: () => ({ status: 302, headers: [['Location', '/login']] }) };

/** An API with a page for browsers: reading takes the scope `read`, anything else `write`. */
function application(more: Partial<ApiTokenOptions> = {}): RequestListener {
  const plugins = { token: apiToken({ ...options, header: 'X-API-Key', ...more }), login } satisfies Record<
    string,
    Plugin
  >;
  const who = createWho({
    publicUrl: 'http://localhost',
    plugins,
    identifiers: ['token'],
    authenticators: ['token'],
    challengers: [{ plugin: 'token', only: ['api'] }, 'login'],
    requestClassifier: apiAwareRequestClassifier,
    challengeDecider: apiTokenChallengeDecider,
    logger: { debug() {}, warn() {}, error() {} },
    now: clock.now,
  });
  return whoListener(who, (req, res) => {
    const scope = req.method === 'GET' ? 'read' : 'write';
    res.setHeader('X-Required-Scope', scope);
    guard(hasToken(scope))(req, res, (error) => {
      if (error !== undefined) res.statusCode = (error as WhoError).status;
      res.end(`Hello ${req.who.identity?.userid}`);
    });
  });
}

/** A program sends nothing of what a browser says about a page load. */
const PROGRAM = { Accept: '*/*', 'Sec-Fetch-Mode': undefined };

let server: TestServer;
beforeAll(async () => {
  const expiresAtMs = clock.now() + 60_000;
  server = await serve(
    application({ tokens: [...(options.tokens ?? []), recordOf('old', { scopes: ['read'], expiresAtMs })] }),
  );
});
afterAll(() => server.close());

async function ask(headers: Record<string, string>, method = 'GET'): Promise<unknown[]> {
  const page = await testBrowser({ headers: PROGRAM }).visit(server.url, { method, headers });
  return [page.status, page.header('WWW-Authenticate'), page.body];
}

/** The same, with headers that are sent several times. */
async function askRaw(headers: Record<string, string[]>): Promise<unknown[]> {
  const outgoing = request(server.url, { headers, agent: false }).end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return [response.statusCode, response.headers['www-authenticate'], await text(response)];
}

const bearer = (userid: string) => ({ Authorization: `Bearer ${tokenOf(userid)}` });

/** A program keeps the application's own body. */
const MISSING = [401, 'Bearer realm="Example"', '401 Unauthorized\n'];
const MALFORMED = [
  400,
  'Bearer realm="Example", error="invalid_request", error_description="The token is malformed, too long, or sent more than once."',
  'The token is malformed, too long, or sent more than once.\n',
];
const UNACCEPTED = [
  401,
  'Bearer realm="Example", error="invalid_token", error_description="The token is unknown, expired or revoked."',
  '401 Unauthorized\n',
];

describe('an application with API tokens', () => {
  it('lets a genuine token in, in either place', async () => {
    expect(await ask(bearer('alice'))).toEqual([200, undefined, 'Hello alice']);
    expect(await ask({ 'X-API-Key': tokenOf('bob') })).toEqual([200, undefined, 'Hello bob']);
    expect(await ask(bearer('bob'), 'POST')).toEqual([200, undefined, 'Hello bob']);
  });

  it('asks for a token, with the realm and nothing else', async () => {
    expect(await ask({})).toEqual(MISSING);
    expect(await ask({ Authorization: 'Basic YTpi' })).toEqual(MISSING);
  });

  it('refuses forged tokens, however near they come', async () => {
    const genuine = tokenOf('alice');
    for (const forged of [
      tokenOf('carol'),
      genuine.slice(0, -1),
      `${genuine}x`,
      genuine.toUpperCase(),
      `${genuine}=`,
    ]) {
      expect(await ask({ Authorization: `Bearer ${forged}` })).toEqual(UNACCEPTED);
      expect(await ask({ 'X-API-Key': forged })).toEqual(UNACCEPTED);
    }
  });

  it('says the same of a token that has expired', async () => {
    expect(await ask(bearer('old'))).toEqual([200, undefined, 'Hello old']);
    clock.advance(60_000);
    expect(await ask(bearer('old'))).toEqual(UNACCEPTED);
  });

  it.each(['Bearer', 'Bearer a b', `Bearer ${'a'.repeat(1025)}`, `Bearer ${tokenOf('alice')},`])(
    'refuses a malformed header: %s',
    async (value) => {
      expect(await ask({ Authorization: value })).toEqual(MALFORMED);
    },
  );

  it('refuses a genuine token that stands twice', async () => {
    const { Authorization } = bearer('alice');
    expect(await ask({ Authorization, 'X-API-Key': tokenOf('alice') })).toEqual(MALFORMED);
    expect(await askRaw({ Authorization: [Authorization, Authorization] })).toEqual(MALFORMED);
    expect(await askRaw({ Authorization: ['Basic YTpi', Authorization] })).toEqual(MALFORMED);
    expect(await askRaw({ 'X-API-Key': [tokenOf('alice'), tokenOf('bob')] })).toEqual(MALFORMED);
  });

  it('says which scope is missing', async () => {
    expect(await ask(bearer('alice'), 'POST')).toEqual([
      403,
      'Bearer realm="Example", error="insufficient_scope", error_description="The token does not allow this.", scope="write"',
      '403 Forbidden\n',
    ]);
  });

  it('leaves browsers to the login page', async () => {
    const page = await testBrowser().visit(server.url, { follow: false });
    expect([page.status, page.location?.pathname, page.header('WWW-Authenticate')]).toEqual([302, '/login', undefined]);
  });

  it('fails with 503 while tokens cannot be looked up', async () => {
    const down = () => Promise.reject(new Error(`down: ${tokenOf('')}`));
    await using broken = await serve(application({ lookup: down }));
    const page = await testBrowser({ headers: PROGRAM }).get(broken.url, bearer('carol'));
    expect([page.status, page.header('WWW-Authenticate')]).toEqual([503, undefined]);
    expect(page.body).not.toContain(tokenOf(''));
    expect((await testBrowser({ headers: PROGRAM }).get(broken.url, bearer('alice'))).body).toBe('Hello alice');
  });
});
