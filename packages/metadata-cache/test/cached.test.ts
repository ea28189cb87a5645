import { isPromise, type MaybePromise, WhoError } from '@who/core';
import { fakeClock, fakeExchange } from '@who/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CachedOptions, cached, type MetadataStore } from '../src/index.js';
import { mapStore, user, warnings } from './helpers.js';
import { unreliableStore } from './unreliable-store.js';

interface Person {
  readonly person: { readonly mail: string; readonly visit: number };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A directory that knows everybody but nobody, and counts. */
function scene(options: Partial<CachedOptions> & { readonly late?: boolean } = {}) {
  const clock = fakeClock();
  const logger = warnings();
  const exchange = fakeExchange({ now: clock.now, logger });
  const store: MetadataStore = options.store ?? mapStore();
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  let broken = false;
  const look = (userid: string): Person | undefined => {
    if (broken) throw new WhoError('Away.', { code: 'DIRECTORY_AWAY', plugin: 'directory', status: 503 });
    return userid === 'nobody' ? undefined : { person: { mail: `${userid}@example.org`, visit: asked.length } };
  };
  const provider = {
    addMetadata(_: unknown, { userid }: { readonly userid: string }): MaybePromise<Person | undefined> {
      asked.push(userid);
      if (!options.late) return look(userid);
      return new Promise<void>((resolve) => void waiting.push(resolve)).then(() => look(userid));
    },
  };
  const { late: _late, ...rest } = options;
  const directory = cached(provider, { ttlSeconds: 60, ...rest, store });
  return {
    clock,
    logger,
    store,
    asked,
    directory,
    request: (userid = 'bob') => directory.addMetadata(exchange, user(userid)),
    forget: (userid = 'bob') => directory.forgetMetadata(exchange, user(userid)),
    answerAll: () => void waiting.splice(0).forEach((go) => void go()),
    breakDown(isBroken = true) {
      broken = isBroken;
    },
  };
}

const bob = (visit: number) => ({ person: { mail: 'bob@example.org', visit } });

describe('cached', () => {
  it('asks once in a lifetime, and answers at once where provider and store do', () => {
    const { request, asked, clock } = scene();
    expect(request()).toEqual(bob(1));
    clock.advance(59_999);
    expect(request()).toEqual(bob(1));
    expect(isPromise(request())).toBe(false);
    clock.advance(1);
    expect(request()).toEqual(bob(2));
    expect(asked).toEqual(['bob', 'bob']);
  });

  it('keeps users apart, and hands out what nobody can change', () => {
    const { request } = scene();
    expect(request('eve')).toEqual({ person: { mail: 'eve@example.org', visit: 1 } });
    for (let i = 0; i < 2; i++) {
      const added = request() as { person: { mail: string } };
      expect(() => Object.assign(added.person, { mail: 'x' })).toThrow(TypeError);
      expect(() => Object.assign(added, { admin: true })).toThrow(TypeError);
    }
    expect(request()).toEqual(bob(2));
  });

  it('knows for a while that there is nothing', () => {
    const { request, asked, clock } = scene({ missSeconds: 10 });
    expect(request('nobody')).toBeUndefined();
    clock.advance(9_999);
    expect(request('nobody')).toBeUndefined();
    expect(asked).toHaveLength(1);
    clock.advance(1);
    request('nobody');
    expect(asked).toHaveLength(2);
  });

  it('asks every time for what may not be kept', () => {
    const { request, asked } = scene({ missSeconds: 0, maxValueBytes: 100 });
    for (let i = 0; i < 3; i++) request('nobody');
    for (let i = 0; i < 3; i++) expect(request()).toMatchObject({ person: { mail: 'bob@example.org' } });
    expect(asked).toHaveLength(6);
  });

  it('asks once for all who come at once', async () => {
    const { request, asked, answerAll } = scene({ late: true });
    const crowd = Promise.all(Array.from({ length: 1000 }, (_, i) => request(i % 2 ? 'bob' : 'eve')));
    expect(asked).toEqual(['eve', 'bob']);
    answerAll();
    const answers = await crowd;
    expect(answers.map((added) => added?.person.mail)).toEqual(
      answers.map((_, i) => (i % 2 ? 'bob@example.org' : 'eve@example.org')),
    );
  });

  it('does not make everybody wait for a question that is never answered', () => {
    const { request, asked } = scene({ late: true });
    request();
    vi.advanceTimersByTime(29_000);
    request();
    expect(asked).toHaveLength(1);
    vi.advanceTimersByTime(1000);
    request();
    expect(asked).toHaveLength(2);
  });

  it('answers with what is stale while it asks again, once', async () => {
    const { request, asked, answerAll, clock } = scene({ late: true, staleSeconds: 30 });
    const first = request();
    answerAll();
    expect(await first).toEqual(bob(1));
    clock.advance(60_000);
    for (let i = 0; i < 5; i++) expect(request()).toEqual(bob(1));
    expect(asked).toHaveLength(2);
    answerAll();
    await vi.advanceTimersByTimeAsync(1);
    expect(request()).toEqual(bob(2));
    clock.advance(90_000);
    const waits = request();
    expect(isPromise(waits)).toBe(true);
    answerAll();
    expect(await waits).toEqual(bob(3));
  });

  it.each([false, true])('remembers an error for a moment, and nothing of it in the store (late: %s)', async (late) => {
    const { request, asked, answerAll, breakDown, store } = scene({ late });
    const attempt = async () => {
      const outcome = (async () => request())().catch((error: unknown) => error);
      answerAll();
      return outcome;
    };
    breakDown();
    for (let i = 0; i < 3; i++) expect(await attempt()).toMatchObject({ code: 'DIRECTORY_AWAY', status: 503 });
    expect(asked).toHaveLength(1);
    expect(await store.get('bob')).toBeUndefined();
    breakDown(false);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await attempt()).toEqual(bob(2));
  });

  it('passes over an error while there is a stale answer, and says so', async () => {
    const { request, asked, breakDown, clock, logger } = scene({ staleSeconds: 30 });
    request();
    breakDown();
    clock.advance(60_000);
    for (let i = 0; i < 3; i++) expect(request()).toEqual(bob(1));
    expect(asked).toHaveLength(2);
    expect(logger.lines).toEqual([
      '[@who/metadata-cache] The provider of "cached" failed to refresh an answer (DIRECTORY_AWAY); ' +
        'the older one is used.',
    ]);
    clock.advance(30_000);
    expect(() => request()).toThrow(WhoError);
  });

  it('keeps nothing of who signs out, not even what is being asked', async () => {
    const { request, answerAll, forget, store } = scene({ late: true });
    const answer = request();
    forget();
    answerAll();
    expect(await answer).toEqual(bob(1));
    expect(await store.get('bob')).toBeUndefined();
  });

  it('goes on without its store: asks the provider, and waits no longer than the limit', async () => {
    const store = unreliableStore();
    const { request, asked } = scene({ store });
    store.mood('hangs');
    const slow = request();
    await vi.advanceTimersByTimeAsync(260);
    expect(await slow).toEqual(bob(1));
    expect(asked).toHaveLength(1);
    expect(request()).toEqual(bob(1));
  });

  it('shares answers with other processes, and takes no rubbish from the store', async () => {
    const store = mapStore();
    const one = scene({ store });
    one.request();
    expect(scene({ store }).request()).toEqual(bob(1));
    for (const rubbish of [7, 'x', [], {}, { entries: 7, freshUntilMs: 1e15 }, { entries: [], freshUntilMs: 1e15 }]) {
      store.map.set('bob', rubbish);
      const other = scene({ store });
      expect(other.request()).toEqual(bob(1));
      expect(other.logger.lines).toHaveLength(1);
    }
  });

  it('keeps nothing without a key', () => {
    const { request, asked } = scene({ key: () => undefined });
    request();
    request();
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['store', {}],
    ['key', { store: mapStore(), key: 7 }],
    ['ttlSeconds', { store: mapStore(), ttlSeconds: 0 }],
    ['staleSeconds', { store: mapStore(), staleSeconds: -1 }],
    ['missSeconds', { store: mapStore(), missSeconds: Number.NaN }],
    ['errorSeconds', { store: mapStore(), errorSeconds: '1' }],
    ['maxValueBytes', { store: mapStore(), maxValueBytes: 0 }],
  ])('refuses a bad %s in the factory', (option, options) => {
    expect(() => Reflect.apply(cached, undefined, [{ addMetadata() {} }, options])).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining(`"${option}"`) }),
    );
  });
});
