import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type BoundedStore, boundedStore, ENTRY_BYTES } from '../src/bounded-store.js';
import { memoryMetadataCache } from '../src/index.js';
import { user } from './helpers.js';

const HOUR_MS = 3_600_000;
const MAX_BYTES = 40_000;
/** What a value of this size occupies, about, as text and as objects. */
const valueFor = (userid: string, size: number) =>
  Object.freeze({ uid: Object.freeze([userid]), text: Object.freeze(['x'.repeat(size)]) });

function storeWith(users: number): BoundedStore {
  const store = boundedStore({ maxEntries: 1000, maxBytes: MAX_BYTES, now: () => 0 });
  for (let i = 0; i < users; i++) store.set(`user${i}`, valueFor(`user${i}`, 10), HOUR_MS, 500);
  return store;
}

afterEach(() => vi.restoreAllMocks());

describe('where room is short', () => {
  it('more users are kept than would be as objects', () => {
    const store = storeWith(100);
    expect(store.stats()).toMatchObject({ entries: 100, evictions: 0 });
    expect(store.stats().bytes).toBeLessThanOrEqual(MAX_BYTES);
    expect(100 * 500).toBeGreaterThan(MAX_BYTES);
  });

  it('those who come often are replayed the same object each time, others an equal one', () => {
    const store = storeWith(100);
    const first = store.get('user0');
    expect(first).toEqual(valueFor('user0', 10));
    for (const userid of ['user1', 'user2', 'user1', 'user3']) store.get(userid);
    expect(store.get('user0')).toBe(first);
    for (let i = 20; i < 100; i++) store.get(`user${i}`);
    expect(store.get('user0')).toEqual(first);
    expect(store.get('user0')).not.toBe(first);
  });

  it('large values are replayed the same object each time: no request reads them from a text', () => {
    const cache = memoryMetadataCache();
    const exchange = fakeExchange();
    const memberOf = Array.from({ length: 2000 }, (_, i) => `CN=${String(i).padStart(97, 'x')}`);
    const users = Array.from({ length: 240 }, (_, i) => `user${i}`);
    for (const userid of users) cache.addMetadata(exchange, user(userid, { mail: [userid], memberOf }));
    expect(cache.stats()).toMatchObject({ entries: 240, evictions: 0 });
    const replay = (userid: string): unknown =>
      (cache.addMetadata(exchange, user(userid)) as { attributes: unknown }).attributes;
    const first = users.map(replay);
    expect(first[7]).toEqual({ mail: ['user7'], memberOf });
    expect(users.every((userid, i) => replay(userid) === first[i])).toBe(true);
  });

  it('large values are counted with what their letters take', () => {
    const store = boundedStore({ maxEntries: 10, maxBytes: 1_000_000, now: () => 0 });
    for (const [text, bytes] of [
      ['x'.repeat(20_000), 20_000],
      ['\u{1f600}'.repeat(10_000), 40_000],
    ] as const) {
      store.set('a', Object.freeze([text]), HOUR_MS, 40_000);
      expect(store.stats().bytes).toBe(ENTRY_BYTES + bytes);
    }
    store.set('a', 'x'.repeat(900_000), HOUR_MS, 20_000);
    expect(store.stats().bytes).toBe(ENTRY_BYTES + 10_000);
    store.delete('a');
    expect(store.stats().bytes).toBe(0);
  });

  it('is exactly accounted for, whatever comes and goes', () => {
    const userid = fc.integer({ min: 0, max: 60 }).map((n) => `user${n}`);
    const size = fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.constant(9000));
    const step = fc.oneof(fc.record({ userid, size, odd: fc.boolean() }), fc.record({ userid, drop: fc.boolean() }));
    fc.assert(
      fc.property(fc.array(step, { minLength: 50, maxLength: 200 }), (steps) => {
        const store = boundedStore({ maxEntries: 40, maxBytes: MAX_BYTES, now: () => 0 });
        const last = new Map<string, unknown>();
        for (const next of steps) {
          if ('size' in next) {
            const value = next.odd
              ? Object.freeze([next.userid, '\u0001Ω'.repeat(next.size / 2)])
              : valueFor(next.userid, next.size);
            store.set(next.userid, value, HOUR_MS, 400 + 2 * next.size);
            last.set(next.userid, value);
          } else if (next.drop) {
            store.delete(next.userid);
            last.delete(next.userid);
          } else {
            const found = store.get(next.userid);
            if (found !== undefined) expect(found).toEqual(last.get(next.userid));
          }
          expect(store.stats().bytes).toBeLessThanOrEqual(MAX_BYTES);
          expect(store.stats().entries).toBeLessThanOrEqual(40);
        }
        for (const key of last.keys()) store.delete(key);
        expect(store.stats()).toMatchObject({ entries: 0, bytes: 0 });
      }),
      { numRuns: 100 },
    );
  });

  it('that somebody is dropped is said once, with the options', () => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const cache = memoryMetadataCache({ maxEntries: 2, getAttributes: (_, { userid }) => ({ uid: [userid] }) });
    for (const userid of ['bob', 'eve', 'joe', 'ann']) cache.addMetadata(fakeExchange(), user(userid));
    expect(warn.mock.calls).toEqual([
      [expect.stringMatching(/"maxEntries" or "maxBytes"/), { code: 'WHO_METADATA_CACHE_FULL' }],
    ]);
    expect(String(warn.mock.calls)).not.toContain('bob');
  });

  it('whoever is dropped is told of, without a name', () => {
    vi.spyOn(process, 'emitWarning').mockReturnValue();
    const seen: unknown[] = [];
    const listen = (event: unknown): void => void seen.push(event);
    subscribe('who:metadata-cache', listen);
    const cache = memoryMetadataCache({
      name: 'profile',
      maxEntries: 2,
      getAttributes: (_, { userid }) => ({ uid: [userid] }),
    });
    for (const userid of ['bob', 'eve', 'joe']) cache.addMetadata(fakeExchange(), user(userid));
    unsubscribe('who:metadata-cache', listen);
    const own = { plugin: '@who/plugin-metadata-cache-memory', name: 'profile' };
    expect(seen.filter((event) => (event as typeof own).plugin === own.plugin)).toEqual([
      { event: 'captured', ...own },
      { event: 'captured', ...own },
      { event: 'captured', ...own },
      { event: 'evicted', ...own },
    ]);
  });
});
