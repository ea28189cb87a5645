import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { fakeExchange } from '@who/testkit';
import { Redis } from 'ioredis';
import { Redis as Redis5 } from 'ioredis-5';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type RedisServer,
  redisIsThere,
  startRedis,
  unlessRedis,
} from '../../plugin-metadata-cache-redis/test/redis-server.js';
import { createLimiter, type LimitedOptions, type Limiter, type LimiterOptions } from '../src/index.js';
import type { Order } from './guesser.js';
import { type Scene, scene, users } from './support.js';

/** A busy machine is no store that is away, and lets no wait end early: Redis goes by its own clock. */
const PATIENT = {
  timeoutMs: 20_000,
  whenDown: 'refuse',
  pair: { firstDelaySeconds: 100, maxDelaySeconds: 10_000 },
  user: { firstDelaySeconds: 100 },
} as const;

const soon = (seconds: number): unknown => ({
  asymmetricMatch: (result: unknown) => typeof result === 'number' && result <= seconds && result > seconds - 60,
  toString: () => `up to ${seconds} s`,
});

describe.skipIf(!redisIsThere)(`a limiter in Redis${unlessRedis}`, () => {
  let server: RedisServer;
  let redis: Redis;
  const limiters: Limiter[] = [];
  let namespaces = 0;
  beforeAll(async () => {
    server = await startRedis();
    redis = new Redis(server.url);
  });
  afterAll(async () => {
    for (const limiter of limiters) limiter.close();
    redis?.disconnect();
    await server?.stop();
  });

  const create = (options: LimiterOptions): Limiter => {
    const limiter = createLimiter({ ...PATIENT, ...options });
    limiters.push(limiter);
    return limiter;
  };
  const own = (): string => `who:test:${++namespaces}`;

  /** Lets time pass in Redis: every key comes nearer to its end. */
  async function elapse(namespace: string, seconds: number): Promise<void> {
    for (const key of await redis.keys(`${namespace}:*`)) {
      const leftMs = await redis.pttl(key);
      expect(leftMs, `${key} ends`).toBeGreaterThan(0);
      await redis.pexpire(key, Math.max(0, leftMs - seconds * 1000));
    }
  }

  describe.each<[string, () => LimitedOptions & { close(): void }]>([
    ['a URL', () => ({ url: server.url, close() {} })],
    [
      'a client of ioredis 6',
      () => {
        const client = new Redis(server.url);
        return { client, close: () => client.disconnect() };
      },
    ],
    [
      'a client of ioredis 5',
      () => {
        const client = new Redis5(server.url, { lazyConnect: true, keyPrefix: 'app:' });
        return { client, close: () => client.disconnect() };
      },
    ],
    [
      'a limiter of rate-limiter-flexible',
      () => {
        const client = new Redis(server.url);
        const keyPrefix = `who:test:${namespaces}`;
        return {
          store: new RateLimiterRedis({ storeClient: client, keyPrefix, points: 9, duration: 9 }),
          close: () => client.disconnect(),
        };
      },
    ],
  ])('by %s', (_, place) => {
    async function withScene(work: (made: Scene, namespace: string) => Promise<void>): Promise<void> {
      const namespace = own();
      const { close, ...where } = place();
      const limiter = create({ ...where, namespace });
      try {
        await work(scene({ limiter }), where.client && 'options' in where.client ? `*${namespace}` : namespace);
      } finally {
        limiter.close();
        close();
      }
    }

    it('has free failures, then ever longer waits, and forgets after a success', () =>
      withScene(async ({ at, inner }, namespace) => {
        const home = at('192.0.2.1');
        expect(await home.wrong('alice', 6)).toEqual(['out', 'out', 'out', 'out', 'out', 'out']);
        for (const seconds of [100, 200, 400, 800]) {
          expect(await home.right('alice')).toEqual(soon(seconds));
          await elapse(namespace, seconds);
          expect(await home.try('alice')).toBe('out');
        }
        await elapse(namespace, 1600);
        expect(await home.right('alice')).toBe('in');
        expect(await home.wrong('alice', 7)).toEqual(['out', 'out', 'out', 'out', 'out', 'out', soon(100)]);
        expect(inner.checks).toBe(17);
      }));

    it('keeps nobody out who is known there', () =>
      withScene(async ({ at }) => {
        expect(await at('192.0.2.1').right('alice')).toBe('in');
        for (let i = 0; i < 25; i++) await at(`198.51.100.${i}`).try('alice');
        expect(await at('203.0.113.1').right('alice')).toBeTypeOf('number');
        expect(await at('192.0.2.1').try('alice')).toBe('out');
        expect(await at('192.0.2.1').right('alice')).toBe('in');
      }));

    it('lets 500 guesses at once be 6', () =>
      withScene(async ({ at, inner }) => {
        const home = at('192.0.2.1');
        const results = await Promise.all(Array.from({ length: 500 }, (_, i) => home.try('alice', `guess ${i}`)));
        expect(inner.checks).toBe(6);
        expect(results.filter((result) => result === 'out').length).toBe(6);
      }));

    it('lets a good password in as often as one likes at once', () =>
      withScene(async ({ at }) => {
        const results = await Promise.all(Array.from({ length: 100 }, () => at('192.0.2.1').right('alice')));
        expect(new Set(results)).toEqual(new Set(['in']));
      }));
  });

  it('shares what it counts with other processes of the same namespace', async () => {
    const namespace = own();
    const [one, other] = [1, 2].map(() => scene({ limiter: create({ url: server.url, namespace }) }));
    await one?.at('192.0.2.1').wrong('alice', 4);
    await other?.at('192.0.2.1').wrong('alice', 2);
    expect(await one?.at('192.0.2.1').right('alice')).toEqual(soon(100));
    const third = scene({ limiter: create({ url: server.url, namespace: own() }) });
    expect(await third.at('192.0.2.1').right('alice')).toBe('in');
  });

  it('has as many guesses as one process has, in two of them', async () => {
    const ask = async (order: Order): Promise<{ checks: number; codes: string[] }> => {
      const root = fileURLToPath(new URL('../../../', import.meta.url));
      const child = fork(fileURLToPath(new URL('./guesser.ts', import.meta.url)), {
        cwd: root,
        execArgv: ['--import', 'tsx'],
        env: { ...process.env, TSX_TSCONFIG_PATH: `${root}tsconfig.json` },
      });
      await once(child, 'message');
      const answer = once(child, 'message');
      child.send(order);
      const [result] = await answer;
      if (child.exitCode === null) await once(child, 'exit');
      return result;
    };
    const order = { url: server.url, user: `two processes`, guesses: 300 };
    const results = await Promise.all([ask(order), ask(order)]);
    expect(results.reduce((sum, { checks }) => sum + checks, 0)).toBe(6);
    for (const { codes } of results) expect(codes).toContain('LIMITER_TOO_MANY');
  });

  it('knows a device again in another process, and only what fails there', async () => {
    const namespace = own();
    const devices = { secrets: ['a secret of these tests, which has 32 bytes'] };
    const open = (): Limiter => create({ url: server.url, namespace, devices });
    const [first, second] = [open(), open()];
    const [[, line] = []] = first.deviceCookie(fakeExchange(), { user: 'alice' });
    const headers = { Cookie: String(line).split(';', 1)[0] as string };
    const device = (limiter: Limiter, address: string) => scene({ limiter }).at(address, { headers });
    for (let i = 0; i < 25; i++) await scene({ limiter: first }).at(`198.51.100.${i}`).try('alice');
    await scene({ limiter: first }).at('192.0.2.1').wrong('alice', 7);
    expect(await device(second, '192.0.2.1').right('alice')).toBe('in');
    expect(await device(second, '203.0.113.1').wrong('alice', 6)).not.toContainEqual(soon(100));
    expect(await device(first, '192.0.2.1').right('alice')).toEqual(soon(100));
    const keys = await redis.keys(`${namespace}:device*`);
    expect(keys.length).toBe(2);
    for (const key of keys) {
      expect(key).toMatch(/^who:test:\d+:device(?:-delay)?:[\w-]{22}:[\da-f-]{36}$/);
      expect(await redis.pttl(key)).toBeGreaterThan(0);
    }
  });

  it('keeps digests for names and addresses, each for a time', async () => {
    const namespace = own();
    const { at } = scene({ limiter: create({ url: server.url, namespace }) });
    await at('192.0.2.1').right('alice.liddell');
    await at('192.0.2.1').wrong('alice.liddell', 8);
    await at('198.51.100.1').wrong('alice.liddell', 8);
    const keys = await redis.keys(`${namespace}:*`);
    expect(keys.length).toBeGreaterThan(5);
    for (const key of keys) {
      expect(key).toMatch(/^who:test:\d+:[a-z-]+:[\w-]{22}(?:\.[\w-]{22})?$/);
      expect(await redis.pttl(key)).toBeGreaterThan(0);
      expect(await redis.get(key)).toMatch(/^\d+$/);
    }
  });

  it('has other digests with another secret, and the same with the same', async () => {
    const idOf = (secret: string) => create({ secret }).idOf('alice');
    expect(idOf('one secret of 16 bytes')).toBe(idOf('one secret of 16 bytes'));
    expect(idOf('one secret of 16 bytes')).not.toBe(idOf('another secret of 16 bytes'));
  });

  it('leaves a client of others alone', async () => {
    const client = new Redis(server.url);
    const theirs = new RateLimiterRedis({
      storeClient: client,
      keyPrefix: 'theirs',
      points: 5,
      duration: 100,
      customIncrTtlLuaScript: 'return {4242, 1000}',
    });
    const listeners = client.eventNames();
    const { at } = scene({ limiter: create({ client, namespace: own() }) });
    expect(await at('192.0.2.1').wrong('alice', 7)).toEqual(['out', 'out', 'out', 'out', 'out', 'out', soon(100)]);
    expect((await theirs.penalty('key')).consumedPoints).toBe(4242);
    expect(client.eventNames()).toEqual(listeners);
    limiters.at(-1)?.close();
    expect(await client.ping()).toBe('PONG');
    client.disconnect();
  });

  it('says no credit where a count ended before a success gave it back', async () => {
    const namespace = own();
    const inner = users();
    const { at } = scene({ limiter: create({ url: server.url, namespace }) }, inner);
    const home = at('192.0.2.1');
    const release = inner.hold();
    const asked = home.right('alice');
    await vi.waitFor(() => expect(inner.checks).toBe(1), { timeout: 20_000 });
    await elapse(namespace, 100_000);
    release();
    expect(await asked).toBe('in');
    for (const key of await redis.keys(`${namespace}:*`)) expect(Number(await redis.get(key))).toBeGreaterThan(0);
  });

  it('ends what it has opened', async () => {
    const clients = async (): Promise<number> => ((await redis.client('LIST')) as string).trim().split('\n').length;
    const before = await clients();
    const limiter = create({ url: server.url, namespace: own() });
    await limiter.check({ address: '192.0.2.1' }, { user: 'alice' });
    expect(await clients()).toBe(before + 1);
    limiter.close();
    await vi.waitFor(async () => expect(await clients()).toBe(before), { timeout: 20_000 });
    for (let i = 0; i < 5; i++) create({ url: server.url }).close();
    await vi.waitFor(async () => expect(await clients()).toBe(before), { timeout: 20_000 });
  });
});

it('counts in any database of rate-limiter-flexible', async () => {
  const { at } = scene({ store: new RateLimiterMemory({ points: 1, duration: 1 }), familiarDays: 20, ...PATIENT });
  expect(await at('192.0.2.1').wrong('alice', 7)).toEqual(['out', 'out', 'out', 'out', 'out', 'out', soon(100)]);
  expect(await at('192.0.2.2').right('alice')).toBe('in');
});
