import { isPromise } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { metadataCache } from '../src/index.js';
import { user, warnings } from './helpers.js';
import { unreliableStore } from './unreliable-store.js';

const released = { uid: ['bob'] };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('writeBehind', () => {
  it('delays no sign-in, and this process replays what is still being written', async () => {
    const store = unreliableStore();
    const cache = metadataCache({ store, writeBehind: true });
    store.mood(50);
    const exchange = fakeExchange();
    expect(cache.addMetadata(exchange, user('bob', released))).toBeUndefined();
    expect(cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: released });
    expect(store.texts.size).toBe(0);
    await vi.advanceTimersByTimeAsync(51);
    expect(store.texts.get('bob')).toBe(JSON.stringify(released));
    store.mood('well');
    expect(await cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: released });
    expect(store.calls).toEqual(['set bob', 'get bob']);
  });

  it('clears a stale set by an empty one at once', async () => {
    const store = unreliableStore();
    const cache = metadataCache({ store, writeBehind: true });
    const exchange = fakeExchange();
    store.texts.set('bob', JSON.stringify({ groups: ['admin'] }));
    cache.addMetadata(exchange, user('bob', {}));
    expect(cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: {} });
    await vi.advanceTimersByTimeAsync(1);
    expect(store.texts.get('bob')).toBe('{}');
  });

  it('waits at the logout, until what was being written is dropped as well', async () => {
    const store = unreliableStore();
    const cache = metadataCache({ store, writeBehind: true });
    const exchange = fakeExchange();
    store.mood(50);
    cache.addMetadata(exchange, user('bob', released));
    const left = cache.forgetMetadata(exchange, user('bob'));
    expect(isPromise(left)).toBe(true);
    expect(cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: {} });
    await vi.advanceTimersByTimeAsync(101);
    expect(await left).toBeUndefined();
    expect(store.texts.size).toBe(0);
    expect(store.calls).toEqual(['set bob', 'delete bob']);
  });

  it('writes the last of many values, and no more than has to be', async () => {
    const store = unreliableStore();
    const cache = metadataCache({ store, writeBehind: true });
    store.mood(10);
    for (let i = 0; i < 10; i++) cache.addMetadata(fakeExchange(), user('bob', { visit: [String(i)] }));
    await vi.advanceTimersByTimeAsync(21);
    expect(store.calls).toEqual(['set bob', 'set bob']);
    expect(store.texts.get('bob')).toBe('{"visit":["9"]}');
  });

  it.each([false, true])('reports what fails, once, and tries again (strict: %s)', async (strict) => {
    const store = unreliableStore();
    const logger = warnings();
    const exchange = fakeExchange({ logger });
    const cache = metadataCache({ store, writeBehind: true, strict });
    store.mood('refuses');
    for (const userid of ['bob', 'eve']) {
      expect(cache.addMetadata(exchange, user(userid, released))).toBeUndefined();
    }
    await vi.advanceTimersByTimeAsync(5000);
    expect(logger.lines).toEqual([
      '[@who/metadata-cache] The store failed to set metadata (ECONNREFUSED); it is tried again until it answers.',
    ]);
    store.mood('well');
    await vi.advanceTimersByTimeAsync(3000);
    expect([...store.texts.keys()].sort()).toEqual(['bob', 'eve']);
  });
});
