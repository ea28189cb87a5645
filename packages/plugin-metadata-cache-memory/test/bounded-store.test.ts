import { fakeClock } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { type BoundedStore, type Bounds, boundedStore, ENTRY_BYTES } from '../src/bounded-store.js';

const HOUR_MS = 3_600_000;
const clock = fakeClock();

function storeOf(bounds: Partial<Bounds>): BoundedStore {
  return boundedStore({ maxEntries: 100, maxBytes: 1_000_000, now: clock.now, ...bounds });
}

function keysIn(store: BoundedStore, keys: string): string {
  return [...keys].filter((key) => store.get(key) !== undefined).join('');
}

describe('boundedStore', () => {
  it('answers with the very object that it was given', () => {
    const store = storeOf({});
    const value = Object.freeze({});
    store.set('a', value, HOUR_MS, 1);
    expect(store.verbatim).toBe(true);
    expect(store.get('a')).toBe(value);
    expect(store.get('b')).toBeUndefined();
  });

  it('drops whoever was seen longest ago when there are too many', () => {
    const store = storeOf({ maxEntries: 3 });
    for (const key of 'abc') store.set(key, key, HOUR_MS, 1);
    store.get('a');
    store.set('d', 'd', HOUR_MS, 1);
    expect(keysIn(store, 'abcd')).toBe('acd');
    expect(store.stats()).toMatchObject({ entries: 3, evictions: 1, expirations: 0 });
  });

  it('drops as many as it takes when there are too many bytes', () => {
    let told = 0;
    const store = storeOf({ maxBytes: 3 * (ENTRY_BYTES + 40), evicted: () => told++ });
    for (const key of 'abc') store.set(key, key, HOUR_MS, 40);
    expect(store.stats().evictions).toBe(0);
    store.set('d', 'd', HOUR_MS, 50);
    expect(keysIn(store, 'abcd')).toBe('cd');
    expect(store.stats()).toMatchObject({ entries: 2, evictions: 2, bytes: 2 * ENTRY_BYTES + 90 });
    expect(told).toBe(2);
  });

  it('counts a replaced value once', () => {
    const store = storeOf({});
    store.set('a', 1, HOUR_MS, 50);
    store.set('a', 2, HOUR_MS, 10);
    expect(store.get('a')).toBe(2);
    expect(store.stats()).toEqual({ entries: 1, bytes: ENTRY_BYTES + 10, evictions: 0, expirations: 0 });
  });

  it('keeps nothing that is larger than all its room', () => {
    const store = storeOf({ maxBytes: 1000 });
    store.set('a', 'x'.repeat(1000), HOUR_MS, 1000);
    expect(store.stats()).toEqual({ entries: 0, bytes: 0, evictions: 1, expirations: 0 });
  });

  it('forgets at the very end of a lifetime, which replaying does not prolong', () => {
    const store = storeOf({});
    store.set('a', 1, 1000, 1);
    clock.advance(999);
    expect(store.get('a')).toBe(1);
    clock.advance(1);
    expect(store.get('a')).toBeUndefined();
    expect(store.stats()).toEqual({ entries: 0, bytes: 0, evictions: 0, expirations: 1 });
  });

  it('drops what is expired though nobody asks for it', () => {
    const store = storeOf({});
    for (const key of 'abc') store.set(key, key, 1000, 1);
    clock.advance(1000);
    store.set('d', 'd', 1000, 1);
    expect(store.stats()).toMatchObject({ entries: 1, evictions: 0, expirations: 3 });
  });

  it('keeps nothing for twice its lifetime, as long as others come', () => {
    const store = storeOf({});
    store.set('a', 'a', 1000, 1);
    clock.advance(500);
    store.set('b', 'b', 1000, 1);
    store.get('a');
    clock.advance(600);
    store.set('c', 'c', 1000, 1);
    expect(store.stats().entries).toBe(3);
    clock.advance(900);
    store.set('d', 'd', 1000, 1);
    expect(store.stats()).toMatchObject({ entries: 2, expirations: 2 });
  });

  it('forgets one, and all', () => {
    const store = storeOf({});
    for (const key of 'abcde') store.set(key, key, HOUR_MS, 1);
    store.delete('a');
    store.delete('c');
    store.delete('e');
    store.delete('e');
    expect(keysIn(store, 'abcde')).toBe('bd');
    store.clear();
    expect(keysIn(store, 'abcde')).toBe('');
    expect(store.stats()).toEqual({ entries: 0, bytes: 0, evictions: 0, expirations: 0 });
    store.set('f', 'f', HOUR_MS, 1);
    expect(keysIn(store, 'f')).toBe('f');
  });
});
