import { createHash } from 'node:crypto';
import { createWho, type Who } from '@who/core';
import { apiToken } from '@who/plugin-api-token';
import { authTkt } from '@who/plugin-auth-tkt';
import { basicAuth } from '@who/plugin-basic-auth';
import { form } from '@who/plugin-form';
import { type Clock, fakeClock, type Page, type TestBrowser, testBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ADAPTERS, serving } from '../../plugin-form/test/adapters.js';
import {
  type RedisServer,
  redisIsThere,
  startRedis,
  unlessRedis,
} from '../../plugin-metadata-cache-redis/test/redis-server.js';
import { createLimiter, type LimiterOptions, limited } from '../src/index.js';
import { passwordOf, users } from './support.js';

const TOKEN = 'who_the-token-of-backup';
const build = ADAPTERS as Required<typeof ADAPTERS>;

/** Everything that a password or a token can come by, behind one limiter. */
function engine(publicUrl: string, clock: Clock, options: LimiterOptions): Who {
  const limiter = createLimiter({ trustedProxies: [], now: clock.now, logger: { warn() {} }, ...options });
  onTestFinished(() => limiter.close());
  const sha256 = createHash('sha256').update(TOKEN).digest('hex');
  return createWho({
    publicUrl,
    plugins: {
      form: form({ rememberer: 'ticket' }),
      basic: basicAuth({ realm: 'Example' }),
      token: limited(apiToken({ realm: 'Example', tokens: [{ userid: 'backup', sha256 }] }), { limiter }),
      ticket: authTkt({ secrets: ['a secret of the tests, 32 bytes or more'] }),
      users: limited(users(true), { limiter }),
    },
    identifiers: ['form', 'ticket', 'basic', 'token'],
    authenticators: ['ticket', 'token', 'users'],
    challengers: ['form', 'basic'],
    logger: { debug() {}, warn() {}, error() {} },
  });
}

/** Ways to sign in, each of which is told the same. */
interface Ways {
  readonly byForm: (password: string) => Promise<Page>;
  readonly byJson: (password: string) => Promise<Page>;
  readonly byBasic: (password: string) => Promise<Page>;
  readonly byToken: (token: string) => Promise<Page>;
  readonly clock: Clock;
}

async function site(adapter: string, options: LimiterOptions = {}): Promise<Ways> {
  const clock = fakeClock();
  const app = await serving(build[adapter] as never, (publicUrl) => engine(publicUrl, clock, options));
  onTestFinished(() => app[Symbol.asyncDispose]());
  const browser = (): TestBrowser => testBrowser({ baseUrl: app.url });
  const program = { Accept: '*/*', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' };
  const asking = (authorization: string): Promise<Page> =>
    browser().get('/private', { ...program, Authorization: authorization });
  return {
    clock,
    byForm: (password) => browser().post('/login', { login: 'alice', password, came_from: '/private' }),
    byJson: (password) =>
      browser().visit('/login', {
        method: 'POST',
        body: JSON.stringify({ login: 'alice', password }),
        headers: { ...program, 'Content-Type': 'application/json' },
      }),
    byBasic: (password) => asking(`Basic ${Buffer.from(`alice:${password}`).toString('base64')}`),
    byToken: (token) => asking(`Bearer ${token}`),
  };
}

const told = (page: Page): unknown[] => [page.status, page.header('Retry-After')];
const codeIn = (page: Page): unknown => (JSON.parse(page.body) as { code: unknown }).code;

describe.each(['Connect', 'Hono, with fetch requests'])('by %s', (adapter) => {
  it('who has to wait is told so, in the way that they asked', async () => {
    const { byForm, byJson, byBasic, clock } = await site(adapter);
    for (let guess = 0; guess < 2; guess++) {
      expect(told(await byForm(`form ${guess}`))).toEqual([401, undefined]);
      expect(told(await byJson(`json ${guess}`))).toEqual([401, undefined]);
      expect(told(await byBasic(`basic ${guess}`))).toEqual([401, undefined]);
    }
    for (const password of ['another', passwordOf('alice')]) {
      const page = await byForm(password);
      expect(told(page)).toEqual([429, '1']);
      expect(page.body).toContain('role="alert"');
      expect(page.body).toContain('Too many attempts. Please try again in 1 second.');
      expect(page.header('Cache-Control')).toContain('no-store');

      const answer = await byJson(password);
      expect([...told(answer), codeIn(answer)]).toEqual([429, '1', 'LIMITER_TOO_MANY']);

      const program = await byBasic(password);
      // A challenge would have a browser ask for another password at once.
      expect([...told(program), program.header('WWW-Authenticate')]).toEqual([429, '1', undefined]);
      expect(program.body).not.toContain(password);
    }
    clock.advance(1000);
    expect((await byForm(passwordOf('alice'))).body).toBe('Hello alice');
    expect((await byJson(passwordOf('alice'))).status).toBe(204);
    expect((await byBasic(passwordOf('alice'))).body).toBe('Hello alice');
  });

  it('tokens are told the same, and by themselves', async () => {
    const { byToken, byForm } = await site(adapter);
    expect((await byToken(TOKEN)).body).toBe('Hello backup');
    for (let i = 0; i < 6; i++) expect(told(await byToken('who_an-old-one'))[0]).toBe(401);
    expect(told(await byToken('who_an-old-one'))).toEqual([429, '1']);
    expect((await byToken(TOKEN)).body).toBe('Hello backup');
    expect((await byForm(passwordOf('alice'))).body).toBe('Hello alice');
  });
});

describe.skipIf(!redisIsThere)(`with a Redis that is away${unlessRedis}`, () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  /** Signs in once, so that Redis is known to be there, and kills it. */
  async function orphaned(adapter: string, whenDown: LimiterOptions['whenDown']): Promise<Ways> {
    const patient = { pair: { firstDelaySeconds: 100 }, timeoutMs: 20_000 };
    const ways = await site(adapter, { url: redis.url, whenDown, ...patient });
    expect((await ways.byForm(passwordOf('alice'))).body).toBe('Hello alice');
    await redis.kill();
    onTestFinished(() => redis.start());
    return ways;
  }

  describe.each(['Connect', 'Hono, with fetch requests'])('by %s', (adapter) => {
    it('who may not sign in meanwhile is told so', async () => {
      const { byForm, byJson, byBasic, byToken } = await orphaned(adapter, 'refuse');
      const page = await byForm(passwordOf('alice'));
      expect(told(page)).toEqual([503, '1']);
      expect(page.body).toContain('Signing in does not work at the moment. Please try again in 1 second.');
      const answer = await byJson(passwordOf('alice'));
      expect([...told(answer), codeIn(answer)]).toEqual([503, '1', 'LIMITER_UNAVAILABLE']);
      for (const program of [await byBasic(passwordOf('alice')), await byToken(TOKEN)]) {
        expect([...told(program), program.header('WWW-Authenticate')]).toEqual([503, '1', undefined]);
        expect(program.body).not.toMatch(/redis|127\.0\.0\.1/i);
      }
    });

    it('people sign in all the same, and are limited by this process', async () => {
      const { byForm, byJson } = await orphaned(adapter, 'count-here');
      expect((await byForm(passwordOf('alice'))).body).toBe('Hello alice');
      for (let guess = 0; guess < 6; guess++) expect((await byForm(`guess ${guess}`)).status).toBe(401);
      expect(told(await byForm(passwordOf('alice')))).toEqual([429, '100']);
      expect(codeIn(await byJson(passwordOf('alice')))).toBe('LIMITER_TOO_MANY');
    });

    it('nobody is limited, by choice', async () => {
      const { byForm, byToken } = await orphaned(adapter, 'let-in');
      for (let guess = 0; guess < 12; guess++) expect((await byForm(`guess ${guess}`)).status).toBe(401);
      expect((await byForm(passwordOf('alice'))).body).toBe('Hello alice');
      expect((await byToken(TOKEN)).body).toBe('Hello backup');
    });
  });
});
