import { fakeExchange } from '@who/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { metadataCache } from '../src/index.js';
import { collectGarbage, user, warnings } from './helpers.js';
import { type Mood, unreliableStore } from './unreliable-store.js';

const released = { uid: ['bob'], groups: ['admin'] };
const exchange = fakeExchange();
/** Long enough for a retry, and for the breaker to be tried. */
const PAUSE_MS = 1100;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function scene(options: Partial<Parameters<typeof metadataCache>[0]> = {}) {
  const store = unreliableStore(options.store);
  const cache = metadataCache({ ...options, store });
  const request = (userid: string, fresh?: object, where = exchange) => {
    const startMs = performance.now();
    const end = (outcome: object) => ({ ...outcome, afterMs: Math.round(performance.now() - startMs) });
    return Promise.resolve()
      .then(() => cache.addMetadata(where, user(userid, fresh)))
      .then(
        (added) => end({ attributes: added?.['attributes'] }),
        (error: unknown) =>
          end({ code: (error as { code: unknown }).code, status: (error as { status: unknown }).status }),
      );
  };
  return { store, cache, request };
}

/** What a promise comes to, however much time that takes. */
async function after<T>(ms: number, promise: Promise<T>): Promise<T> {
  await vi.advanceTimersByTimeAsync(ms);
  return promise;
}

describe('a store that hangs', () => {
  it('holds up the requests of the moment for the limit, and later ones not at all', async () => {
    const { store, request } = scene();
    store.mood('hangs');
    const logger = warnings();
    const where = fakeExchange({ logger });
    const crowd = Promise.all(Array.from({ length: 1000 }, (_, i) => request(`user${i}`, undefined, where)));
    for (const { afterMs, ...outcome } of await after(260, crowd)) {
      expect(outcome).toEqual({ attributes: {} });
      expect(afterMs).toBeLessThanOrEqual(252);
    }
    store.calls.length = 0;
    for (let i = 0; i < 1000; i++) {
      expect(await request('bob', undefined, where)).toEqual({ attributes: {}, afterMs: 0 });
    }
    expect(store.calls).toEqual([]);
    expect(logger.lines).toEqual([
      '[@who/metadata-cache] The store failed to get metadata (TimedOut); ' +
        'metadata counts as absent until it answers again.',
    ]);
  });

  it('is tried once a second, beside the requests, and is used again as soon as it answers', async () => {
    const { store, request } = scene();
    await request('bob', released);
    store.mood('hangs');
    await after(260, request('bob'));
    store.calls.length = 0;
    for (let second = 0; second < 5; second++) {
      await vi.advanceTimersByTimeAsync(PAUSE_MS + 260);
      for (let i = 0; i < 20; i++) expect(await request('bob')).toEqual({ attributes: {}, afterMs: 0 });
    }
    expect(store.calls).toHaveLength(5);

    store.mood('well');
    await vi.advanceTimersByTimeAsync(PAUSE_MS + 260);
    expect(await request('bob')).toEqual({ attributes: released, afterMs: 0 });
  });

  it('is known to be back by the first request after the outage, however long nobody has come', async () => {
    const { store, request } = scene();
    await request('bob', released);
    store.mood('hangs');
    await after(260, request('bob'));
    await vi.advanceTimersByTimeAsync(8 * PAUSE_MS);
    store.mood('well');
    await vi.advanceTimersByTimeAsync(PAUSE_MS + 260);
    store.calls.length = 0;
    expect(await request('bob')).toEqual({ attributes: released, afterMs: 0 });
    expect(store.calls).toEqual(['get bob']);
  });

  it('is tried with the key of who was last refused, so that no value that it chokes on keeps it away', async () => {
    const { store, request } = scene();
    await request('eve', released);
    store.mood('hangs', 'bob');
    await after(260, request('bob'));
    expect(await request('eve')).toEqual({ attributes: {}, afterMs: 0 });
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(await request('eve')).toEqual({ attributes: released, afterMs: 0 });
  });

  it('is not given questions without end that it swallows, and is believed when it answers them late', async () => {
    const { store, request } = scene();
    await request('bob', released);
    store.mood('hangs');
    await after(260, request('bob'));
    store.calls.length = 0;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(store.calls.length).toBeGreaterThan(30);
    expect(store.calls.length).toBeLessThan(80);
    store.mood('well');
    store.resume();
    await vi.advanceTimersByTimeAsync(PAUSE_MS + 1);
    expect(await request('bob')).toEqual({ attributes: released, afterMs: 0 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is let go of by its breaker when nobody uses it any more', async () => {
    let { store, request }: Partial<ReturnType<typeof scene>> = scene();
    store.mood('refuses');
    for (const userid of ['bob', 'eve', 'joe']) await request(userid);
    await vi.advanceTimersByTimeAsync(260);
    const held = new WeakRef(store);
    expect(vi.getTimerCount()).toBe(1);
    store = undefined;
    request = undefined;
    await collectGarbage();
    expect(held.deref()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends requests with 503 in strict mode, those that do not wait as well', async () => {
    const { store, request } = scene({ strict: true, timeoutMs: 50 });
    store.mood('hangs');
    const failure = { code: 'METADATA_STORE_FAILED', status: 503 };
    const first = await after(60, request('bob', released));
    expect(first).toMatchObject(failure);
    expect(first.afterMs).toBeLessThanOrEqual(52);
    expect(await request('eve')).toEqual({ ...failure, afterMs: 0 });
    expect(await request('bob')).toEqual({ ...failure, afterMs: 0 });
    store.mood('well');
    await vi.advanceTimersByTimeAsync(2 * PAUSE_MS);
    expect(await request('bob')).toMatchObject({ attributes: released });
  });

  it('leaves the other parts of itself alone', async () => {
    const { store, request } = scene({ store: unreliableStore({ shardOf: (key) => key.slice(0, 1) }) });
    await request('bob', released);
    await request('eve', released);
    store.mood('hangs', 'bob');
    await after(260, request('bob'));
    expect(await request('bob')).toEqual({ attributes: {}, afterMs: 0 });
    expect(await request('eve')).toEqual({ attributes: released, afterMs: 0 });
  });
});

describe('a store that fails at once', () => {
  it('is left alone when it fails for several users in a row', async () => {
    const { store, request } = scene();
    store.mood('refuses');
    for (let i = 0; i < 10; i++) expect(await request(`user${i}`)).toMatchObject({ attributes: {} });
    expect(store.calls).toEqual(['get user0', 'get user1', 'get user2']);
  });

  it('is not left alone because of one user’s value', async () => {
    const { store, request } = scene();
    await request('eve', released);
    store.mood('refuses', 'bob');
    for (let i = 0; i < 10; i++) expect(await request('bob')).toMatchObject({ attributes: {} });
    expect(await request('eve')).toMatchObject({ attributes: released });
  });
});

describe.each<Mood>(['hangs', 'refuses'])('what was changed while the store %s', (mood) => {
  /** An administrator until the store went away. */
  async function outage() {
    const found = scene();
    await found.request('bob', released);
    found.store.mood(mood);
    return found;
  }

  it('counts for this process, and is written when the store is back', async () => {
    const { store, request } = await outage();
    const fewer = { uid: ['bob'], groups: [] };
    expect(await after(260, request('bob', fewer))).toMatchObject({ attributes: undefined });
    expect(await request('bob')).toEqual({ attributes: fewer, afterMs: 0 });
    expect(JSON.parse(store.texts.get('bob') ?? '')).toEqual(released);
    await vi.advanceTimersByTimeAsync(5 * PAUSE_MS);

    store.mood('well');
    const recovered: unknown[] = [];
    for (let i = 0; i < 40; i++) {
      recovered.push((await request('bob')) satisfies object);
      await vi.advanceTimersByTimeAsync(50);
    }
    for (const answer of recovered) expect(answer).toEqual({ attributes: fewer, afterMs: 0 });
    expect(JSON.parse(store.texts.get('bob') ?? '')).toEqual(fewer);
  });

  it('includes that somebody signed out', async () => {
    const { store, cache, request } = await outage();
    const done = vi.fn();
    Promise.resolve(cache.forgetMetadata(exchange, user('bob'))).then(done);
    await vi.advanceTimersByTimeAsync(260);
    expect(done).toHaveBeenCalled();
    store.mood('well');
    expect(await request('bob')).toEqual({ attributes: {}, afterMs: 0 });
    await vi.advanceTimersByTimeAsync(3 * PAUSE_MS);
    expect(store.texts.has('bob')).toBe(false);
    expect(await request('bob')).toMatchObject({ attributes: {} });
  });

  it('is dropped in place of written after five minutes: another process may know better by then', async () => {
    const { store, request } = await outage();
    await after(260, request('bob', { uid: ['bob'], groups: ['new'] }));
    await vi.advanceTimersByTimeAsync(300_000);
    store.mood('well');
    await vi.advanceTimersByTimeAsync(12 * PAUSE_MS);
    expect(store.texts.has('bob')).toBe(false);
    expect(await request('bob')).toMatchObject({ attributes: {} });
  });

  it('is written for everybody', async () => {
    const { store, request } = await outage();
    const signIns = Promise.all(Array.from({ length: 500 }, (_, i) => request(`user${i}`, { uid: [`user${i}`] })));
    await after(260, signIns);
    store.mood('well');
    await vi.advanceTimersByTimeAsync(4 * PAUSE_MS);
    for (let i = 0; i < 500; i++) expect(store.texts.get(`user${i}`)).toBe(`{"uid":["user${i}"]}`);
  });
});

it('what one key cannot be given does not keep others from being written', async () => {
  const { store, request } = scene();
  store.mood('refuses', 'bob');
  await request('bob', released);
  store.mood('refuses', 'eve');
  await request('eve', released);
  store.mood('well', 'eve');
  await vi.advanceTimersByTimeAsync(4 * PAUSE_MS);
  expect([...store.texts.keys()]).toEqual(['eve']);
});

it('a change that is under way is not overtaken by the next one of the same user', async () => {
  const { store, request } = scene();
  store.mood(100);
  const first = request('bob', { uid: ['first'] });
  store.mood(1);
  const second = request('bob', { uid: ['second'] });
  await vi.advanceTimersByTimeAsync(300);
  await Promise.all([first, second]);
  expect(store.texts.get('bob')).toBe('{"uid":["second"]}');
});

it('an answer that comes too late to a write is believed', async () => {
  const { store, request } = scene();
  store.mood('hangs');
  await after(260, request('bob', released));
  store.resume();
  store.mood('well');
  await vi.advanceTimersByTimeAsync(1);
  store.calls.length = 0;
  await vi.advanceTimersByTimeAsync(5 * PAUSE_MS);
  expect(store.calls).toEqual(['get bob']);
  expect(store.texts.get('bob')).toBe(JSON.stringify(released));
});
