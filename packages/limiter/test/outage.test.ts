import { fakeClock } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  freePort,
  type RedisServer,
  redisIsThere,
  startRedis,
  unlessRedis,
} from '../../plugin-metadata-cache-redis/test/redis-server.js';
import { createLimiter, type LimiterEvent, type LimiterOptions } from '../src/index.js';
import { fakeStore } from './fake-store.js';
import { codeOf, passwordOf, placeAt, scene, users } from './support.js';

/** The time of a store that is not away, on a busy machine. */
const PATIENT_MS = 20_000;

function made(options: LimiterOptions) {
  const clock = fakeClock();
  const warnings: string[] = [];
  const events: LimiterEvent[] = [];
  const limiter = createLimiter({
    timeoutMs: PATIENT_MS,
    pair: { firstDelaySeconds: 100 },
    user: { firstDelaySeconds: 100 },
    now: clock.now,
    logger: { warn: (text) => warnings.push(text) },
    onEvent: (event) => events.push(event),
    ...options,
  });
  const downs = () => events.map(({ event }) => event).filter((event) => event === 'down' || event === 'up');
  return { ...scene({ limiter }), clock, limiter, warnings, downs };
}

describe.skipIf(!redisIsThere)(`while Redis is away${unlessRedis}`, () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.stop());

  it('each process counts for itself, and knows whom it has seen', async () => {
    const { at, clock, limiter, warnings, downs } = made({ url: server.url });
    expect(await at('192.0.2.1').right('alice')).toBe('in');
    expect(await at('192.0.2.1').wrong('bob', 4)).toEqual(['out', 'out', 'out', 'out']);
    await server.kill();
    for (let i = 0; i < 30; i++) await at(`198.51.100.${i}`).try('alice');
    expect(await at('203.0.113.1').right('alice')).toBe(100);
    expect(await at('192.0.2.1').right('alice')).toBe('in');
    const bob = await Promise.all(Array.from({ length: 50 }, (_, i) => at('192.0.2.1').try('bob', `guess ${i}`)));
    expect(bob.filter((result) => result === 'out').length).toBe(6);
    expect(downs()).toEqual(['down']);
    expect(warnings).toEqual([expect.stringMatching(/away \(\w+\).*each process counts for itself/)]);

    await server.start();
    await vi.waitFor(
      async () => {
        clock.advance(1000);
        await at('192.0.2.9').right('carol');
        expect(downs()).toEqual(['down', 'up']);
      },
      { timeout: PATIENT_MS },
    );
    // It has been started anew, and knows nothing.
    expect(await at('192.0.2.1').try('bob')).toBe('out');
    limiter.close();
  });

  it('nobody can sign in, by choice', async () => {
    const { at, limiter, clock } = made({ url: server.url, whenDown: 'refuse' });
    expect(await at('192.0.2.1').right('alice')).toBe('in');
    await server.kill();
    for (let i = 0; i < 3; i++) {
      expect(await codeOf(() => at('192.0.2.1').right('alice'))).toBe('LIMITER_UNAVAILABLE');
      clock.advance(1000);
    }
    await server.start();
    limiter.close();
  });

  it('nobody counts, by choice', async () => {
    const { at, limiter } = made({ url: server.url, whenDown: 'let-in' });
    await server.kill();
    expect(new Set(await at('192.0.2.1').wrong('alice', 50))).toEqual(new Set(['out']));
    expect(await at('192.0.2.1').right('alice')).toBe('in');
    expect(await limiter.check({ address: '192.0.2.1' }, { user: 'alice' })).toBe(0);
    await server.start();
    limiter.close();
  });

  it('who is being checked signs in', async () => {
    const inner = users();
    const { limiter, clock, downs } = made({ url: server.url });
    const { plugin } = scene({ limiter }, inner);
    const release = inner.hold();
    const asked = placeAt(plugin, clock, '192.0.2.1').right('alice');
    await vi.waitFor(() => expect(inner.checks).toBe(1), { timeout: PATIENT_MS });
    await server.kill();
    release();
    expect(await asked).toBe('in');
    expect(downs()).toEqual(['down']);
    await server.start();
    limiter.close();
  });

  it('and answers nothing, one waits for it, and others do not', async () => {
    const { at, limiter, warnings, downs } = made({ url: server.url, timeoutMs: 50 });
    expect(await at('192.0.2.1').right('alice')).toBeTypeOf('string');
    server.signal('SIGSTOP');
    await vi.waitFor(async () => {
      await at('192.0.2.1').right('alice');
      expect(downs().at(-1)).toBe('down');
    });
    const startMs = performance.now();
    for (let i = 0; i < 100; i++) await at(`198.51.100.${i}`).try('bob');
    // The clock stands still, so nobody tries again.
    expect(performance.now() - startMs).toBeLessThan(100 * 50);
    expect(warnings.length).toBe(1);
    server.signal('SIGCONT');
    limiter.close();
  });
});

describe('a store', () => {
  it('that is not there from the beginning does not keep anybody', async () => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    const { at, limiter, downs } = made({ url });
    expect(await at('192.0.2.1').right('alice')).toBe('in');
    expect(await at('192.0.2.1').wrong('alice', 7)).toEqual(['out', 'out', 'out', 'out', 'out', 'out', 100]);
    expect(downs()).toEqual(['down']);
    limiter.close();
  });

  it('that says rubbish is away', async () => {
    const clock = fakeClock();
    const store = { ...fakeStore(clock.now), penalty: async () => ({ consumedPoints: Number.NaN, msBeforeNext: 1 }) };
    const { at, warnings } = made({ store, now: clock.now });
    expect(await at('192.0.2.1').wrong('alice', 7)).toEqual(['out', 'out', 'out', 'out', 'out', 'out', 100]);
    expect(warnings).toEqual([expect.stringContaining('BAD_ANSWER')]);
  });

  it('shows nothing of what it was asked when it fails', async () => {
    const failing = async (key: string) => {
      throw Object.assign(new Error(`could not do ${key}`), { command: { args: [key] } });
    };
    const clock = fakeClock();
    const { at, warnings, downs } = made({ store: { ...fakeStore(clock.now), penalty: failing }, now: clock.now });
    await at('192.0.2.1').try('alice', passwordOf('alice'));
    expect(warnings.join()).not.toMatch(/could|alice/);
    expect(downs()).toEqual(['down']);
  });

  it('that has been closed with its limiter lets nobody try', async () => {
    const clock = fakeClock();
    const now = () => clock.now();
    const { limiter } = made({ store: fakeStore(now), now });
    limiter.close();
    expect(await codeOf(() => limiter.check({ address: '192.0.2.1' }, { user: 'alice' }))).toBe('LIMITER_CLOSED');
    expect(await codeOf(() => limiter.attempt({ address: '192.0.2.1' }, { user: 'alice' }, () => true))).toBe(
      'LIMITER_CLOSED',
    );
  });
});
