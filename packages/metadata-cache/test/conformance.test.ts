import { inspect } from 'node:util';
import { createWho, isPromise } from '@who/core';
import { fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MetadataStore, metadataCache } from '../src/index.js';
import { mapStore, user } from './helpers.js';

/** Answers like a database: later, and in another order than it was asked. */
function lateStore(): MetadataStore {
  const map = new Map<string, string>();
  const turns = async (n: number): Promise<void> => {
    for (let i = 0; i < n; i++) await null;
  };
  return {
    async get(key) {
      await turns(key.length % 7);
      const found = map.get(key);
      await turns(key.charCodeAt(key.length - 1) % 5);
      return found === undefined ? undefined : JSON.parse(found);
    },
    async set(key, value) {
      await turns(key.length % 3);
      map.set(key, JSON.stringify(value));
    },
    delete: async (key) => map.delete(key),
  };
}

describe('the contract', () => {
  it('is that of a metadata provider, as the engine verifies it', () => {
    const attributes = metadataCache({ store: mapStore() });
    expect(() =>
      createWho({ publicUrl: 'https://app.example.org', plugins: { attributes }, metadataProviders: ['attributes'] }),
    ).not.toThrow();
  });

  it('answers at once where the store does', () => {
    const cache = metadataCache({ store: mapStore() });
    expect(isPromise(cache.addMetadata(fakeExchange(), user('bob', { uid: ['bob'] })))).toBe(false);
    expect(isPromise(cache.addMetadata(fakeExchange(), user('bob')))).toBe(false);
    expect(isPromise(cache.forgetMetadata(fakeExchange(), user('bob')))).toBe(false);
  });

  it('never throws and never changes the identity, whatever an authenticator releases', () => {
    const cache = metadataCache({ store: mapStore() });
    const exchange = fakeExchange();
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.anything({ withBigInt: true, withDate: true }), (userid, value) => {
        const identity = user(userid, value);
        const before = inspect(identity.metadata, { depth: 9 });
        expect(() => cache.addMetadata(exchange, identity)).not.toThrow();
        expect(() => cache.addMetadata(exchange, user(userid))).not.toThrow();
        expect(inspect(identity.metadata, { depth: 9 })).toBe(before);
      }),
    );
  });

  it('never throws, whatever a store answers', () => {
    const exchange = fakeExchange();
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const cache = metadataCache({ store: { ...mapStore(), get: () => value } });
        const added = cache.addMetadata(exchange, user('bob'));
        if (isPromise(added)) throw new Error('a plain value was taken for a promise');
        expect(Object.keys(added ?? {})).toEqual(['attributes']);
      }),
    );
  });

  it('shows nobody’s attributes when it is printed', () => {
    const cache = metadataCache({ store: { ...mapStore(), verbatim: true } });
    cache.addMetadata(fakeExchange(), user('bob', { mail: ['bob@example.org'] }));
    expect(inspect(cache, { depth: 9, showHidden: true }) + JSON.stringify(cache)).not.toContain('bob');
  });

  it('does not mix up 100 exchanges at a time', async () => {
    const cache = metadataCache({ store: lateStore() });
    const ids = Array.from({ length: 100 }, (_, i) => `user${'x'.repeat(i % 11)}${i}`);
    await Promise.all(ids.map((id) => cache.addMetadata(fakeExchange(), user(id, { uid: [id] }))));
    const replayed = await Promise.all(ids.map((id) => cache.addMetadata(fakeExchange(), user(id))));
    expect(replayed).toEqual(ids.map((id) => ({ attributes: { uid: [id] } })));
  });
});
