import { createHash } from 'node:crypto';
import { fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { type EncryptionKey, type MetadataStore, metadataCache } from '../src/index.js';
import { mapStore, user, warnings } from './helpers.js';

const keyOf = (id: string): EncryptionKey => ({ id, secret: createHash('sha256').update(id).digest() });
const one = keyOf('one');
const two = keyOf('two');
const released = { mail: ['bob@example.org'], name: ['Bøb 😀 \ud800'] };

describe('a cache with keys', () => {
  const exchange = fakeExchange();
  const encrypted = (store: MetadataStore, encryptionKeys = [one], name = 'attributes') =>
    metadataCache({ store, encryptionKeys, name, getAttributes: (_, { metadata }) => metadata['attributes'] as never });
  const replayed = (cache: ReturnType<typeof encrypted>, userid = 'bob', where = exchange) =>
    Object.values(cache.addMetadata(where, user(userid)) ?? {})[0];

  it('replays what it captures, and shows the store nothing of it', () => {
    const store = mapStore();
    const cache = encrypted(store);
    cache.addMetadata(exchange, user('bob', released));
    expect(replayed(cache)).toEqual(released);
    expect(JSON.stringify([...store.map.values()])).toMatch(/^\["one\.[\w-]+"\]$/);
  });

  it('reads what older keys have written, and writes with the first', () => {
    const store = mapStore();
    encrypted(store, [one]).addMetadata(exchange, user('bob', released));
    const rotated = encrypted(store, [two, one]);
    expect(replayed(rotated)).toEqual(released);
    rotated.addMetadata(exchange, user('bob', released));
    expect(store.map.get('bob')).toMatch(/^two\./);
    expect(replayed(encrypted(store, [one]), 'bob', fakeExchange())).toEqual({});
  });

  it('reads nothing that was moved: from another user, cache or namespace, or from before there were keys', () => {
    const store = mapStore();
    const cache = encrypted(store);
    cache.addMetadata(exchange, user('admin', released));
    store.map.set('bob', store.map.get('admin'));
    const logger = warnings();
    expect(replayed(cache, 'bob', fakeExchange({ logger }))).toEqual({});
    expect(logger.lines).toEqual([
      '[@who/metadata-cache] A stored value of "attributes" cannot be decrypted; it is left out.',
    ]);
    expect(replayed(encrypted(store, [one], 'other'), 'admin', fakeExchange())).toEqual({});
    expect(replayed(encrypted({ ...store, namespace: 'other' }), 'admin', fakeExchange())).toEqual({});
    store.map.set('bob', released);
    expect(replayed(cache, 'bob', fakeExchange())).toEqual({});
    expect(replayed(cache, 'admin')).toEqual(released);
  });

  it.each([
    [[]],
    [[{ id: '', secret: one.secret }]],
    [[{ id: 'a.b', secret: one.secret }]],
    [[one, { id: 'one', secret: two.secret }]],
    [[{ id: 'one', secret: Buffer.alloc(32) }]],
    [[{ id: 'one', secret: (one.secret as Uint8Array).subarray(1) }]],
    [[{ id: 'one', secret: 'a password of just about 32 chars' }]],
    [[{ id: 'one' }]],
    [[{ id: 'one', secret: '' }]],
    [[null]],
    [{ id: 'one', secret: one.secret }],
    ['secret'],
  ])('refuses keys that are none: %#', (encryptionKeys) => {
    const make = () => Reflect.apply(metadataCache, undefined, [{ store: mapStore(), encryptionKeys }]);
    expect(make).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining('"encryptionKeys"') }),
    );
  });
});
