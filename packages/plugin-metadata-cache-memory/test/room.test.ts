import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BoundedStore, boundedStore } from '../src/bounded-store.js';
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

  it('is exactly accounted for, whatever comes and goes', () => {
    const userid = fc.integer({ min: 0, max: 60 }).map((n) => `user${n}`);
    const step = fc.oneof(
      fc.record({ userid, size: fc.integer({ min: 0, max: 3000 }), odd: fc.boolean() }),
      fc.record({ userid, drop: fc.boolean() }),
    );
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

  it('whoever is dropped is told of, without a name', () => {
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
