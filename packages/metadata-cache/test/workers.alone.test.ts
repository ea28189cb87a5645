import { fakeExchange } from '@who/testkit';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { cached, metadataCache } from '../src/index.js';
import { user } from './helpers.js';
import { unreliableStore } from './unreliable-store.js';

// Before the package is loaded.
vi.hoisted(() => vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' }));

const released = { uid: ['bob'] };
const exchange = fakeExchange();

let timers: MockInstance<typeof setTimeout>;
beforeEach(() => {
  vi.useFakeTimers();
  timers = vi.spyOn(globalThis, 'setTimeout');
});
afterEach(() => {
  timers.mockRestore();
  vi.useRealTimers();
});

function scene(options: Partial<Parameters<typeof metadataCache>[0]> = {}) {
  const store = unreliableStore();
  const cache = metadataCache({ timeoutMs: 250, ...options, store });
  /** A request, which ends. Nothing goes on beside it, and its timers never come. */
  async function request(userid: string, fresh?: object): Promise<unknown> {
    const added = Promise.resolve()
      .then(() => cache.addMetadata(exchange, user(userid, fresh)))
      .then(
        (entries) => entries?.['attributes'],
        ({ code }: { code: unknown }) => code,
      );
    await vi.advanceTimersByTimeAsync(250);
    for (const { value } of timers.mock.results) clearTimeout(value);
    return added;
  }
  return { store, request };
}

describe('where nothing outlasts a request', () => {
  it('a store that hung is asked again, by one request in a second', async () => {
    const { store, request } = scene();
    store.texts.set('bob', JSON.stringify(released));
    store.mood('hangs');
    expect(await request('bob')).toEqual({});
    store.mood('well');
    expect(await request('bob')).toEqual({});
    await vi.advanceTimersByTimeAsync(1000);
    expect(await request('bob')).toEqual(released);
    expect(store.calls).toEqual(['get bob', 'get bob']);
    expect(await request('bob')).toEqual(released);
  });

  it('each waits by a timer of its own', async () => {
    const { store, request } = scene();
    store.mood('hangs');
    await Promise.all(['bob', 'eve'].map((userid) => request(userid)));
    await vi.advanceTimersByTimeAsync(1000);
    expect(await request('joe')).toEqual({});
  });

  it('nobody waits for what another one has begun and nobody ends', async () => {
    const { store, request } = scene();
    store.mood('hangs');
    await request('bob', released);
    store.mood('well');
    await vi.advanceTimersByTimeAsync(1000);
    const own = { uid: ['bob', 'robert'] };
    await request('bob', own);
    expect(store.texts.get('bob')).toBe(JSON.stringify(own));
  });

  it('in strict mode only a write that has failed makes a request fail', async () => {
    const { store, request } = scene({ strict: true });
    store.mood('refuses');
    expect(await request('bob', released)).toBe('METADATA_STORE_FAILED');
    expect(await request('bob')).toBe('METADATA_STORE_FAILED');
    store.mood('well');
    expect(await request('bob', released)).toBeUndefined();
    expect(await request('bob')).toEqual(released);
  });
});

describe('a provider whose answers are kept', () => {
  const asked = vi.fn();
  const provider = (answer: () => unknown) => ({
    async addMetadata(_: unknown, { userid }: { readonly userid: string }) {
      asked(userid);
      return { person: await answer() };
    },
  });

  it('is asked by each request itself, which waits until the answer is kept', async () => {
    asked.mockClear();
    const store = unreliableStore();
    const never = () => new Promise(() => {});
    let answer: () => unknown = never;
    const people = cached(
      provider(() => answer()),
      { store, ttlSeconds: 60, staleSeconds: 60 },
    );
    void people.addMetadata(exchange, user('bob'));
    await vi.advanceTimersByTimeAsync(0);
    answer = () => 'Bob';
    expect(await people.addMetadata(exchange, user('bob'))).toEqual({ person: 'Bob' });
    expect(asked.mock.calls).toEqual([['bob'], ['bob']]);
    expect([...store.texts.keys()]).toHaveLength(1);
  });

  it('is asked for what is stale by a request that waits, and may fail', async () => {
    asked.mockClear();
    let nowMs = 0;
    const at = fakeExchange({ now: () => nowMs });
    let answer: () => unknown = () => 'old';
    const people = cached(
      provider(() => answer()),
      { store: unreliableStore(), ttlSeconds: 60, staleSeconds: 600 },
    );
    await people.addMetadata(at, user('bob'));
    nowMs += 61_000;
    answer = () => Promise.reject(new Error('away'));
    expect(await people.addMetadata(at, user('bob'))).toEqual({ person: 'old' });
    // For so long an error answers.
    await vi.advanceTimersByTimeAsync(10_000);
    answer = () => 'new';
    expect(await people.addMetadata(at, user('bob'))).toEqual({ person: 'new' });
  });
});
