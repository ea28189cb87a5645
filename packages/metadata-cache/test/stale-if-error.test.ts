import { fakeExchange } from '@who/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { metadataCache } from '../src/index.js';
import { user } from './helpers.js';
import { unreliableStore } from './unreliable-store.js';

const exchange = fakeExchange();
const released = { uid: ['bob'] };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function scene(options: { readonly strict?: boolean } = {}) {
  const store = unreliableStore();
  const cache = metadataCache({ store, staleIfErrorSeconds: 60, ...options });
  const replay = async (userid = 'bob') => (await cache.addMetadata(exchange, user(userid)))?.attributes;
  return { store, cache, replay };
}

describe('staleIfErrorSeconds', () => {
  it('lets an own copy answer for so long, and no longer, while the store is away', async () => {
    const { store, replay } = scene();
    store.texts.set('bob', JSON.stringify(released));
    expect(await replay()).toEqual(released);
    store.mood('refuses');
    expect(await replay()).toEqual(released);
    await vi.advanceTimersByTimeAsync(59_999);
    expect(await replay()).toEqual(released);
    await vi.advanceTimersByTimeAsync(1);
    expect(await replay()).toEqual({});
  });

  it('holds in strict mode, for those of whom there is a copy', async () => {
    const { store, replay } = scene({ strict: true });
    store.texts.set('bob', JSON.stringify(released));
    await replay();
    store.mood('refuses');
    expect(await replay()).toEqual(released);
    await expect(replay('eve')).rejects.toMatchObject({ code: 'METADATA_STORE_FAILED' });
  });

  it('does not answer while the store does', async () => {
    const { store, replay } = scene();
    store.texts.set('bob', JSON.stringify(released));
    await replay();
    store.texts.set('bob', '{"uid":["other"]}');
    expect(await replay()).toEqual({ uid: ['other'] });
  });

  it('knows nothing of those whom the store does not know any more', async () => {
    const { store, replay } = scene();
    store.texts.set('bob', JSON.stringify(released));
    await replay();
    store.texts.delete('bob');
    expect(await replay()).toEqual({});
    store.mood('refuses');
    expect(await replay()).toEqual({});
  });

  it('has no copy of what was dropped or changed while it was being read', async () => {
    const { store, cache, replay } = scene();
    store.texts.set('bob', JSON.stringify(released));
    store.mood('hangs');
    const slow = replay();
    store.mood('well');
    await cache.forgetMetadata(exchange, user('bob'));
    store.texts.set('bob', JSON.stringify(released));
    store.resume();
    expect(await slow).toEqual(released);
    store.mood('refuses');
    expect(await replay()).toEqual({});
  });

  it('has a copy of what was captured, for no longer than that may be kept', async () => {
    const { store } = scene();
    const short = metadataCache({ store, staleIfErrorSeconds: 60, ttlSeconds: 10 });
    await short.addMetadata(exchange, user('bob', released));
    store.mood('refuses');
    expect(await short.addMetadata(exchange, user('bob'))).toEqual({ attributes: released });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await short.addMetadata(exchange, user('bob'))).toEqual({ attributes: {} });
  });

  it('is bounded, by users and by bytes', async () => {
    const { store, replay } = scene();
    const users = Array.from({ length: 10_100 }, (_, i) => `user${i}`);
    for (const userid of users) {
      store.texts.set(userid, '{"a":["b"]}');
      await replay(userid);
    }
    store.mood('refuses');
    expect(await replay('user99')).toEqual({});
    expect(await replay('user100')).toEqual({ a: ['b'] });
  });
});
