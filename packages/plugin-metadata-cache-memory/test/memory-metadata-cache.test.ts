import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createWho, isPromise } from '@who/core';
import { fakeClock, fakeExchange, fakeRequest, signedInAs } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MemoryMetadataCache, memoryMetadataCache } from '../src/index.js';
import { user } from './helpers.js';

/** Requests to an application with a cache, each of somebody who is signed in; some release what is given. */
function application(attributes: MemoryMetadataCache) {
  const who = createWho({
    publicUrl: 'https://app.example.org',
    plugins: { attributes },
    metadataProviders: ['attributes'],
  });
  return (userid: string, released?: object) =>
    signedInAs(userid, who, released && { metadata: { attributes: released } }).api(fakeRequest());
}

describe('memoryMetadataCache', () => {
  it('replays in an engine what was released at sign-in, until the user signs out', async () => {
    const request = application(memoryMetadataCache());
    const attributesOf = async (...visitor: Parameters<typeof request>) =>
      (await request(...visitor).authenticate())?.metadata.attributes;

    expect(await attributesOf('bob')).toEqual({});
    expect(await attributesOf('bob', { mail: ['bob@example.org'] })).toEqual({ mail: ['bob@example.org'] });
    expect(await attributesOf('bob')).toEqual({ mail: ['bob@example.org'] });
    expect(await attributesOf('eve')).toEqual({});
    await request('bob').logout();
    expect(await attributesOf('bob')).toEqual({});
  });

  it('makes no promise of it', () => {
    const request = application(memoryMetadataCache());
    expect(isPromise(request('bob', { uid: ['bob'] }).authenticate())).toBe(false);
    expect(isPromise(request('bob').authenticate())).toBe(false);
  });

  it('never shows a user another’s attributes: 1,000 interleaved exchanges, with evictions and logouts', async () => {
    const cache = memoryMetadataCache({ maxEntries: 40 });
    const request = application(cache);
    let replayed = 0;

    const visit = async (i: number): Promise<void> => {
      const userid = `user${(i * 7) % 61}`;
      for (let turn = 0; turn < i % 13; turn++) await null;
      const api = request(userid, i % 3 === 0 ? { uid: [userid], visit: [String(i)] } : undefined);
      const identity = await api.authenticate();
      for (let turn = 0; turn < i % 5; turn++) await null;
      const owner = identity?.metadata.attributes['uid'];
      expect(owner ?? [userid]).toEqual([userid]);
      if (owner && i % 3 !== 0) replayed++;
      if (i % 17 === 0) await api.logout();
    };
    await Promise.all(Array.from({ length: 1000 }, (_, i) => visit(i)));

    expect(replayed).toBeGreaterThan(50);
    expect(cache.stats().evictions).toBeGreaterThan(0);
    expect(cache.stats().entries).toBeLessThanOrEqual(40);
  });

  it('keeps nothing of those who have signed out, whoever it was and whatever was released', () => {
    const cache = memoryMetadataCache({ maxEntries: 5 });
    const exchange = fakeExchange();
    const userids = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(userids, fc.anything(), (userid, value) => {
        cache.addMetadata(exchange, user(userid, value));
        cache.addMetadata(exchange, user(userid));
        cache.forgetMetadata(exchange, user(userid, value));
        expect(cache.stats()).toMatchObject({ entries: 0, bytes: 0 });
      }),
    );
  });

  it('replays the same frozen value to everybody, so that nothing is copied', () => {
    const cache = memoryMetadataCache();
    const exchange = fakeExchange();
    cache.addMetadata(exchange, user('bob', { uid: ['bob'] }));
    const replay = () => {
      const added = cache.addMetadata(exchange, user('bob'));
      if (isPromise(added)) throw new Error('a promise');
      return added?.attributes;
    };
    expect(replay()).toBe(replay());
    expect(Object.isFrozen(replay()) && Object.isFrozen(replay()?.['uid'])).toBe(true);
  });

  it('keeps 8 hours by default, by its own clock', () => {
    const clock = fakeClock();
    const cache = memoryMetadataCache({ now: clock.now });
    const exchange = fakeExchange();
    cache.addMetadata(exchange, user('bob', { uid: ['bob'] }));
    clock.advance(8 * 3_600_000 - 1);
    expect(cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: { uid: ['bob'] } });
    clock.advance(1);
    expect(cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: {} });
  });

  it('stays within its bounds, whoever signs in', () => {
    const cache = memoryMetadataCache({ maxEntries: 50, maxBytes: 100_000, maxValueBytes: 10_000 });
    const exchange = fakeExchange();
    for (let i = 0; i < 2000; i++) {
      cache.addMetadata(exchange, user(`user${i}`, { text: ['x'.repeat((i * 37) % 6000)] }));
      const { entries, bytes } = cache.stats();
      expect(entries).toBeLessThanOrEqual(50);
      expect(bytes).toBeLessThanOrEqual(100_000);
    }
    expect(cache.stats().evictions).toBeGreaterThan(1000);
  });

  it('takes no more memory than it says', () => {
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc') as () => void;
    const heapUsed = () => {
      gc();
      return process.memoryUsage().heapUsed;
    };
    const cache = memoryMetadataCache({ maxEntries: 20_000 });
    const exchange = fakeExchange();
    const before = heapUsed();
    for (let i = 0; i < 20_000; i++) {
      const attributes = { uid: [`user${i}`], mail: [`user${i}@example.org`], groups: ['staff', `group ${i}`] };
      cache.addMetadata(exchange, user(`user${i}`, JSON.parse(JSON.stringify(attributes))));
    }
    const grown = heapUsed() - before;
    expect(cache.stats().entries).toBe(20_000);
    expect(grown).toBeLessThan(cache.stats().bytes);
  });

  it('forgets everybody when told to', () => {
    const cache = memoryMetadataCache();
    cache.addMetadata(fakeExchange(), user('bob', { uid: ['bob'] }));
    cache.clear();
    expect(cache.addMetadata(fakeExchange(), user('bob'))).toEqual({ attributes: {} });
    expect(cache.stats()).toEqual({ entries: 0, bytes: 0, evictions: 0, expirations: 0 });
  });
});

describe('bad options', () => {
  it.each([
    ['maxEntries', { maxEntries: 0 }],
    ['maxEntries', { maxEntries: 1.5 }],
    ['maxEntries', { maxEntries: 16_000_001 }],
    ['maxBytes', { maxBytes: Number.NaN }],
    ['maxBytes', { maxBytes: 100 }],
    ['maxBytes', { maxBytes: 65_536, maxValueBytes: 65_536 }],
    ['maxValueBytes', { maxValueBytes: Number.NaN }],
    ['ttlSeconds', { ttlSeconds: 0 }],
    ['name', { name: '' }],
    ['now', { now: 5 }],
    ['maxEntry', { maxEntry: 5 }],
    ['timeoutMs', { timeoutMs: 5 }],
  ])('%s is refused in the factory: %o', (option, options) => {
    expect(() => Reflect.apply(memoryMetadataCache, undefined, [options])).toThrow(
      expect.objectContaining({
        code: 'BAD_OPTION',
        plugin: '@who/plugin-metadata-cache-memory',
        message: expect.stringContaining(`"${option}"`),
      }),
    );
  });

  it('are not those that make the cache small', () => {
    const cache = memoryMetadataCache({ maxBytes: 1000 });
    cache.addMetadata(fakeExchange(), user('bob', { text: ['x'.repeat(2000)] }));
    cache.addMetadata(fakeExchange(), user('eve', { uid: ['eve'] }));
    expect(cache.stats()).toMatchObject({ entries: 1, evictions: 0 });
  });
});
