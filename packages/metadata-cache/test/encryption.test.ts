import { createHash, webcrypto } from 'node:crypto';
import { fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encryption } from '../src/encryption.js';
import { type EncryptionKey, type MetadataStore, metadataCache } from '../src/index.js';
import { mapStore, user, warnings } from './helpers.js';

const keyOf = (id: string): EncryptionKey => ({ id, secret: createHash('sha256').update(id).digest() });
const one = keyOf('one');
const two = keyOf('two');
const released = { mail: ['bob@example.org'], name: ['Bøb 😀 \ud800'] };
const PLACE = '["@who/metadata-cache","","attributes","bob"]';

/** The same by WebCrypto. */
async function webKey({ secret }: EncryptionKey): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('raw', secret as Uint8Array<ArrayBuffer>, 'AES-GCM', false, ['encrypt', 'decrypt']);
}
const parameters = (iv: Uint8Array<ArrayBuffer>) => ({ name: 'AES-GCM', iv, additionalData: Buffer.from(PLACE) });

describe('encryption', () => {
  it('is read by another implementation', async () => {
    const [id, sealed = ''] = encryption([one, two]).seal('an address', PLACE).split('.');
    const bytes = Buffer.from(sealed, 'base64url');
    const text = await webcrypto.subtle.decrypt(
      parameters(new Uint8Array(bytes.subarray(0, 12))),
      await webKey(one),
      bytes.subarray(12),
    );
    expect(id).toBe('one');
    expect(Buffer.from(text).toString()).toBe('an address');
  });

  it('reads what another implementation has written', async () => {
    const nonce = new Uint8Array(12).fill(7);
    const sealed = await webcrypto.subtle.encrypt(parameters(nonce), await webKey(two), Buffer.from('an address'));
    const text = Buffer.concat([nonce, Buffer.from(sealed)]).toString('base64url');
    expect(encryption([one, two]).open(`two.${text}`, PLACE)).toBe('an address');
  });

  it('takes a secret in base64 as well', () => {
    const text = Buffer.from(one.secret as Uint8Array);
    for (const format of ['base64', 'base64url'] as const) {
      const { open } = encryption([{ id: 'one', secret: text.toString(format) }]);
      expect(open(encryption([one]).seal('an address', PLACE), PLACE)).toBe('an address');
    }
  });

  it('never gives the same text twice', () => {
    const { seal } = encryption([one]);
    expect(new Set(Array.from({ length: 1000 }, () => seal('x', PLACE))).size).toBe(1000);
  });

  it('opens what it has sealed, for the same place only', () => {
    const { seal, open } = encryption([one]);
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, text, (value, place, other) => {
        expect(open(seal(value, place), place)).toBe(value);
        if (place !== other) expect(open(seal(value, place), other)).toBeUndefined();
      }),
    );
  });

  it('opens nothing that was changed, and no rubbish', () => {
    const { seal, open } = encryption([one]);
    const sealed = seal('an address', PLACE);
    const bytes = Buffer.from(sealed.slice(4), 'base64url');
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(open(`one.${changed.toString('base64url')}`, PLACE)).toBeUndefined();
      expect(open(`one.${bytes.subarray(0, i).toString('base64url')}`, PLACE)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.string(), (rubbish) => {
        expect(open(rubbish, PLACE)).toBeUndefined();
        expect(open(`one.${rubbish}`, PLACE)).toBeUndefined();
      }),
    );
  });
});

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
