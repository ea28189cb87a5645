import { chain, type MaybePromise } from '@who/core';
import { type EncryptionKey, encryption } from '@who/secrets';
import { stringBytes } from '../values/snapshot.js';
import type { MetadataStore } from './store.js';

/** What a store answers in place of a value that cannot be decrypted. */
export const UNREADABLE: unique symbol = Symbol('cannot be decrypted');

/**
 * A store that sees nothing of what it keeps. A value can be read back under its own key, for the same name of
 * metadata and in the same namespace only: moved elsewhere it is rubbish. Values that are not encrypted are rubbish,
 * too, or whoever can write to the store could invent some.
 */
export function encryptedStore(store: MetadataStore, name: string, keys: readonly EncryptionKey[]): MetadataStore {
  const { seal, open } = encryption(keys);
  const placeOf = (key: string): string => JSON.stringify(['@who/metadata-cache', store.namespace ?? '', name, key]);

  function unseal(key: string, stored: unknown): unknown {
    if (stored === undefined || stored === null) return undefined;
    const text = typeof stored === 'string' ? open(stored, placeOf(key)) : undefined;
    return text === undefined ? UNREADABLE : JSON.parse(text);
  }

  return {
    fresh: true,
    namespace: store.namespace,
    ...(store.shardOf ? { shardOf: (key: string) => store.shardOf?.(key) } : {}),
    get: (key): MaybePromise<unknown> => chain(store.get(key), (stored) => unseal(key, stored)),
    set(key, value, ttlMs) {
      const sealed = seal(JSON.stringify(value), placeOf(key));
      return store.set(key, sealed, ttlMs, stringBytes(key) + stringBytes(sealed));
    },
    delete: (key) => store.delete(key),
  };
}
