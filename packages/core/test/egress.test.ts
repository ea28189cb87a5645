import { fakeRequest } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import {
  createWho,
  type Identifier,
  passThroughChallengeDecider,
  type Reply,
  responseHead,
  type WhoApi,
} from '../src/index.js';
import { fixedChallenger, headerIdentifier, later, listAuthenticator, NamedCredentials } from './support.js';

const publicUrl = 'https://app.example.org';
const loginPage: Reply = { status: 302, headers: [['Location', '/login']] };

describe.each([
  { way: 'synchronous plugins', as: <P extends object>(plugin: P): P => plugin },
  { way: 'asynchronous plugins', as: later },
])('egress with $way', ({ as }) => {
  const plugins = {
    a: as(headerIdentifier('x-a')),
    b: as(headerIdentifier('x-b')),
    list: as(listAuthenticator('ann')),
    silent: as(fixedChallenger(undefined)),
    login: as(fixedChallenger(loginPage)),
    basic: as(fixedChallenger({ status: 401, headers: [['WWW-Authenticate', 'Basic']] })),
  };
  const who = createWho({
    publicUrl,
    plugins,
    identifiers: ['a', 'b'],
    authenticators: ['list'],
    challengers: ['silent', 'login', 'basic'],
  });
  const arrive = async (headers: Record<string, string> = {}): Promise<WhoApi> => {
    const api = who.api(fakeRequest({ headers }));
    await api.authenticate();
    return api;
  };

  it('adds nothing for nobody', async () => {
    const api = await arrive();
    expect(await api.conclude(responseHead(200))).toEqual({ challenge: undefined, headers: [] });
  });

  it('lets the identifier that found the identity remember it', async () => {
    const api = await arrive({ 'x-b': 'ann' });
    expect(await api.conclude(responseHead(200, [['Cache-Control', 'private']]))).toEqual({
      challenge: undefined,
      headers: [['Set-Cookie', 'x-b=ann']],
    });
  });

  it('does not ask to remember what the browser keeps, where its finder has accepted it', async () => {
    class Kept extends NamedCredentials {
      override readonly remembered = true;
    }
    const own = { ...headerIdentifier('x-a'), identify: () => new Kept('ann') };
    const both = { ...own, ...listAuthenticator('ann') };
    const concluded = async (accepting: string[]): Promise<number> => {
      const engine = createWho({
        publicUrl,
        plugins: { both: as(both), list: as(listAuthenticator('ann')), login: as(fixedChallenger(loginPage)) },
        identifiers: ['both'],
        authenticators: accepting as ['both'],
        challengers: ['login'],
      });
      const api = engine.api(fakeRequest());
      await api.authenticate();
      expect(api.identity?.userid).toBe('ann');
      expect((await api.remember()).length).toBe(1);
      const { challenge } = await api.conclude(responseHead(401));
      expect(challenge?.headers).toContainEqual(['Set-Cookie', 'x-a=']);
      return (await api.conclude(responseHead(200, [['Cache-Control', 'private']]))).headers.length;
    };
    expect(await concluded(['both', 'list'])).toBe(0);
    expect(await concluded(['list', 'both'])).toBe(1);
  });

  it('challenges a 401 with the first answer, forgets, and keeps cookies of the application', async () => {
    const api = await arrive({ 'x-b': 'ann' });
    const { challenge } = await api.conclude(
      responseHead(401, [
        ['set-cookie', 'theirs=1'],
        ['Content-Type', 'text/plain'],
        ['Set-Cookie', 'x-b='],
      ]),
    );
    expect(challenge).toEqual({
      status: 302,
      headers: [
        ['Location', '/login'],
        ['Set-Cookie', 'theirs=1'],
        ['Set-Cookie', 'x-b='],
      ],
    });
  });

  it.each([200, 302, 400, 403, 404, 500])('lets a %i pass', async (status) => {
    const api = await arrive();
    expect((await api.conclude(responseHead(status))).challenge).toBeUndefined();
  });

  it('asks one challenger by name', async () => {
    const api = await arrive();
    expect(await api.challenge(undefined, 'basic')).toMatchObject({ status: 401 });
    expect(await api.challenge(undefined, 'silent')).toBeUndefined();
    await expect(async () => api.challenge(undefined, 'nobody')).rejects.toMatchObject({ code: 'BAD_PLUGIN' });
  });

  it('lets the response pass, and forgets nobody, when no challenger answers', async () => {
    const bare = createWho({
      publicUrl,
      plugins,
      identifiers: ['b'],
      authenticators: ['list'],
      challengers: ['silent'],
      logger: { debug() {}, warn() {}, error() {} },
    });
    const api = bare.api(fakeRequest({ headers: { 'x-b': 'ann' } }));
    await api.authenticate();
    expect(await api.conclude(responseHead(401))).toEqual({ challenge: undefined, headers: [] });
  });

  it.each(['a\r\nSet-Cookie: evil=1', 'nul\0', 'snow\u2603', 'esc\u001b'])(
    'refuses the header value %j without repeating it',
    async (value) => {
      const evil: Identifier = as({ ...headerIdentifier('x-a'), remember: () => [['X-Remember', value]] });
      const unsafe = createWho({
        publicUrl,
        plugins: { ...plugins, a: evil },
        identifiers: ['a'],
        authenticators: ['list'],
      });
      const api = unsafe.api(fakeRequest({ headers: { 'x-a': 'ann' } }));
      await api.authenticate();
      const failure = await (async () => api.conclude(responseHead(200)))().catch((error) => error);
      expect(failure).toMatchObject({ code: 'BAD_HEADER', plugin: 'a' });
      expect(failure.message).not.toContain(value);
    },
  );

  it.each([true, false])(
    'asks no decider about an answer in the application’s place that is a challenge: %s',
    async (is) => {
      const reply: Reply = { status: 401, isChallenge: is, body: 'This password is wrong.' };
      const page = as({ ...headerIdentifier('x-a'), identify: () => ({ reply }) });
      const engine = createWho({
        publicUrl,
        plugins: { page, b: plugins.b, list: plugins.list, login: plugins.login },
        identifiers: ['page', 'b'],
        authenticators: ['list'],
        challengers: ['login'],
      });
      const api = engine.api(fakeRequest({ headers: { 'x-b': 'ann' } }));
      await api.authenticate();
      const { challenge, headers } = await api.conclude(responseHead(401, [['Cache-Control', 'no-store']]));
      expect(challenge?.status).toBe(is ? undefined : 302);
      // Who is signed in stays so.
      expect(headers).toEqual(is ? [['Set-Cookie', 'x-b=ann']] : []);
    },
  );

  it.each([{ status: 99 }, { status: 100 }, { status: 1.5 }, { status: Number.NaN }, { status: 700 }])(
    'refuses a reply with %o',
    async (reply) => {
      const odd = createWho({ publicUrl, plugins: { odd: as(fixedChallenger(reply)) }, challengers: ['odd'] });
      const api = odd.api(fakeRequest());
      await expect(async () => api.challenge()).rejects.toMatchObject({ code: 'BAD_ANSWER', plugin: 'odd' });
    },
  );
});

describe('passThroughChallengeDecider', () => {
  const who = createWho({
    publicUrl,
    plugins: { login: fixedChallenger(loginPage) },
    challengers: ['login'],
    challengeDecider: passThroughChallengeDecider,
  });
  it.each([
    { name: 'a bare 401', headers: [], challenged: true },
    { name: 'a 401 in plain text', headers: [['Content-Type', 'text/plain']], challenged: true },
    { name: 'a 401 page', headers: [['content-type', 'text/html; charset=utf-8']], challenged: false },
    { name: 'a challenge', headers: [['WWW-Authenticate', 'Negotiate']], challenged: false },
  ] as const)('$name: $challenged', async ({ headers, challenged }) => {
    const { challenge } = await who.api(fakeRequest()).conclude(responseHead(401, headers));
    expect(challenge !== undefined).toBe(challenged);
  });
});
