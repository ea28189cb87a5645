import { createWho, isPromise } from '@who/core';
import { fakeClock, fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metadataCache } from '../src/index.js';
import { mapStore, user, warnings } from './helpers.js';

const exchange = fakeExchange();
const released = { mail: ['bob@example.org'], groups: ['staff', 'admin'] };

describe('metadataCache', () => {
  it('is a metadata provider, as the engine verifies it', () => {
    const attributes = metadataCache({ store: mapStore() });
    expect(() =>
      createWho({ publicUrl: 'https://app.example.org', plugins: { attributes }, metadataProviders: ['attributes'] }),
    ).not.toThrow();
  });

  it('captures at sign-in and replays later', () => {
    const cache = metadataCache({ store: mapStore() });
    const fresh = user('bob', released);
    expect(cache.addMetadata(exchange, fresh)).toBeUndefined();
    expect(fresh.metadata['attributes']).toBe(released);
    expect(cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: released });
  });

  it('adds an empty value where nothing is kept', () => {
    const cache = metadataCache({ store: mapStore() });
    expect(cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: {} });
  });

  it('adds an empty value where the store answers null', () => {
    const cache = metadataCache({ store: { ...mapStore(), get: () => null } });
    expect(cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: {} });
  });

  it('keeps users apart', () => {
    const cache = metadataCache({ store: mapStore() });
    cache.addMetadata(exchange, user('bob', released));
    expect(cache.addMetadata(exchange, user('bo'))).toEqual({ attributes: {} });
    expect(cache.addMetadata(exchange, user('__proto__'))).toEqual({ attributes: {} });
    expect(cache.addMetadata(exchange, user('Bob'))).toEqual({ attributes: {} });
  });

  it('clears a stale set when an empty one is released', () => {
    const cache = metadataCache({ store: mapStore() });
    cache.addMetadata(exchange, user('bob', released));
    cache.addMetadata(exchange, user('bob', {}));
    expect(cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: {} });
  });

  it('drops what it keeps when the user signs out, and only theirs', () => {
    const cache = metadataCache({ store: mapStore() });
    cache.addMetadata(exchange, user('bob', released));
    cache.addMetadata(exchange, user('eve', { mail: ['eve@example.org'] }));
    expect(cache.forgetMetadata(exchange, user('bob'))).toBeUndefined();
    expect(cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: {} });
    expect(cache.addMetadata(exchange, user('eve'))).toEqual({ attributes: { mail: ['eve@example.org'] } });
  });

  it('is not touched by changes to what it was given or handed out', () => {
    const store = mapStore();
    for (const cache of [metadataCache({ store }), metadataCache({ store: { ...mapStore(), verbatim: true } })]) {
      const given = { groups: ['staff'] };
      cache.addMetadata(exchange, user('bob', given));
      given.groups.push('admin');
      const handed = cache.addMetadata(exchange, user('bob')) as { attributes: { groups: string[] } };
      expect(() => handed.attributes.groups.push('admin')).toThrow(TypeError);
      expect(() => Object.assign(handed.attributes, { admin: ['yes'] })).toThrow(TypeError);
      expect(cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: { groups: ['staff'] } });
    }
  });

  it('tells the store for how long, and how much', () => {
    const store = mapStore();
    metadataCache({ store, ttlSeconds: 60 }).addMetadata(exchange, user('bob', { uid: ['bob'] }));
    expect(store.calls).toEqual([['set', 'bob', { uid: ['bob'] }, 60_000, expect.any(Number)]]);
    expect(store.calls[0]?.[4]).toBeGreaterThan(100);
  });

  it('keeps 8 hours by default', () => {
    const store = mapStore();
    metadataCache({ store }).addMetadata(exchange, user('bob', {}));
    expect(store.calls[0]?.[3]).toBe(8 * 3600 * 1000);
  });

  it('keeps each value for as long as a function says, and none for nothing', () => {
    const store = mapStore();
    const lifetimes: Record<string, number> = {
      bob: 60,
      eve: 0,
      joe: Number.NaN,
      ann: Number.POSITIVE_INFINITY,
      tim: -1,
    };
    const cache = metadataCache({
      store,
      ttlSeconds: (_, { userid }, { uid }) => (uid?.[0] === userid ? (lifetimes[userid] as number) : 0),
    });
    for (const userid of Object.keys(lifetimes)) {
      store.map.set(userid, { uid: ['older'] });
      cache.addMetadata(exchange, user(userid, { uid: [userid] }));
    }
    expect([...store.map]).toEqual([
      ['bob', { uid: ['bob'] }],
      ['ann', { uid: ['ann'] }],
    ]);
    const sets = store.calls.filter(([operation]) => operation === 'set');
    expect(sets.map(([, key, , ttlMs]) => [key, ttlMs])).toEqual([
      ['bob', 60_000],
      ['ann', 315_360_000_000],
    ]);
  });

  it('keeps metadata of another name', () => {
    const cache = metadataCache({ store: mapStore(), name: 'shib', getAttributes: () => released });
    expect(cache.addMetadata(exchange, user('bob'))).toEqual({ shib: released });
  });

  it('waits for what is found by a promise', async () => {
    const store = mapStore();
    const cache = metadataCache({ store, getAttributes: async () => released });
    await expect(cache.addMetadata(exchange, user('bob'))).resolves.toEqual({ attributes: released });
    expect(store.map.get('bob')).toEqual(released);
  });
});

describe('key', () => {
  const perSession = () =>
    metadataCache({
      store: mapStore(),
      key: (where, { userid }) => {
        const session = where.cookie('session');
        return session && `${userid} ${session}`;
      },
    });
  const inSession = (id: string) => fakeExchange({ headers: { Cookie: `session=${id}` } });

  it('keeps values per session where asked to', () => {
    const cache = perSession();
    cache.addMetadata(inSession('1'), user('bob', released));
    expect(cache.addMetadata(inSession('1'), user('bob'))).toEqual({ attributes: released });
    expect(cache.addMetadata(inSession('2'), user('bob'))).toEqual({ attributes: {} });
    expect(cache.addMetadata(inSession('1'), user('eve'))).toEqual({ attributes: {} });
    cache.forgetMetadata(inSession('1'), user('bob'));
    expect(cache.addMetadata(inSession('1'), user('bob'))).toEqual({ attributes: {} });
  });

  it('keeps and asks for nothing without a key', () => {
    const store = mapStore();
    for (const none of [undefined, '']) {
      const cache = metadataCache({ store, key: () => none, getAttributes: (_, { userid }) => ({ uid: [userid] }) });
      expect(cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: { uid: ['bob'] } });
      expect(cache.forgetMetadata(exchange, user('bob'))).toBeUndefined();
      expect(metadataCache({ store, key: () => none }).addMetadata(exchange, user('eve'))).toEqual({ attributes: {} });
    }
    expect(store.calls).toEqual([]);
  });
});

describe('values of the wrong kind', () => {
  const wrong: [string, unknown][] = [
    ['null', null],
    ['a list', ['a']],
    ['a text', 'mail=bob'],
    ['a single value', { mail: 'bob@example.org' }],
    ['a number in a list', { uid: [1] }],
    ['a function', { mail: () => 'x' }],
    ['a class instance', { mail: new Set(['x']) }],
    ['something too large', { mail: ['x'.repeat(600_000)] }],
  ];

  it.each(wrong)('are not kept, and end what was kept: %s', (_what, value) => {
    const logger = warnings();
    const store = mapStore();
    const cache = metadataCache({ store });
    const where = fakeExchange({ logger });
    cache.addMetadata(where, user('bob', released));
    const fresh = user('bob', value);
    expect(cache.addMetadata(where, fresh)).toBeUndefined();
    expect(fresh.metadata['attributes']).toBe(value);
    expect(store.map.size).toBe(0);
    expect(cache.addMetadata(where, user('bob'))).toEqual({ attributes: {} });
    expect(logger.lines).toHaveLength(1);
    expect(logger.lines[0]).not.toContain('bob');
  });

  it.each(wrong.slice(1))('count as absent when a store answers with them: %s', (_what, value) => {
    const logger = warnings();
    const cache = metadataCache({ store: { ...mapStore(), get: () => value } });
    const where = fakeExchange({ logger });
    for (let i = 0; i < 3; i++) expect(cache.addMetadata(where, user('bob'))).toEqual({ attributes: {} });
    expect(logger.lines).toHaveLength(1);
  });

  it('add nothing but attributes, and throw nothing, whatever a store answers', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const cache = metadataCache({ store: { ...mapStore(), get: () => value } });
        const added = cache.addMetadata(exchange, user('bob'));
        if (isPromise(added)) throw new Error('a plain value was taken for a promise');
        expect(Object.keys(added ?? {})).toEqual(['attributes']);
      }),
    );
  });

  it('are replaced by an empty one where they are not the identity’s own', () => {
    const cache = metadataCache({ store: mapStore(), getAttributes: () => JSON.parse('{"mail": 1}') });
    expect(cache.addMetadata(fakeExchange(), user('bob'))).toEqual({ attributes: {} });
  });

  it('are spoken of once an hour, each kind for itself', () => {
    const clock = fakeClock();
    const logger = warnings();
    const where = fakeExchange({ logger, now: clock.now });
    const cache = metadataCache({ store: mapStore(), maxValueBytes: 500 });
    const sendBoth = () => {
      cache.addMetadata(where, user('bob', { mail: 'x' }));
      cache.addMetadata(where, user('bob', { mail: ['x'.repeat(500)] }));
    };
    sendBoth();
    sendBoth();
    expect(logger.lines).toEqual([
      '[@who/metadata-cache] A captured value of "attributes" has the wrong shape; it is left out.',
      '[@who/metadata-cache] A captured value of "attributes" is larger than the 500 bytes of "maxValueBytes"; ' +
        'it is left out.',
    ]);
    clock.advance(3_600_000);
    sendBoth();
    expect(logger.lines).toHaveLength(4);
  });

  it('count the key as part of their size', () => {
    const store = mapStore();
    const cache = metadataCache({ store, maxValueBytes: 2000 });
    cache.addMetadata(fakeExchange(), user('b'.repeat(1000), {}));
    cache.addMetadata(fakeExchange(), user('bob', {}));
    expect([...store.map.keys()]).toEqual(['bob']);
  });
});

describe('shape', () => {
  const shape = {
    is: (value: unknown): value is { age: number } => typeof (value as { age: unknown }).age === 'number',
    empty: { age: 0 },
  };

  it('says what is kept, and what stands for nothing', () => {
    const cache = metadataCache({ store: mapStore(), name: 'profile', shape, getAttributes: () => undefined });
    expect(cache.addMetadata(exchange, user('bob'))).toEqual({ profile: { age: 0 } });
    const capturing = metadataCache({ store: mapStore(), name: 'profile', shape, getAttributes: () => ({ age: 7 }) });
    expect(capturing.addMetadata(exchange, user('bob'))).toEqual({ profile: { age: 7 } });
  });

  it('may fail over rubbish', () => {
    const cache = metadataCache({
      store: { ...mapStore(), get: () => [] },
      shape: { ...shape, is: throwing(shape.is) },
    });
    expect(cache.addMetadata(fakeExchange(), user('bob'))).toEqual({ attributes: { age: 0 } });
  });

  function throwing(is: typeof shape.is): typeof shape.is {
    return (value): value is { age: number } => {
      if (Array.isArray(value)) throw new TypeError('not an object');
      return is(value);
    };
  }
});
