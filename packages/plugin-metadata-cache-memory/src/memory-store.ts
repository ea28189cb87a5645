import type { MetadataStore } from '@who/metadata-cache';
import { boundedStore, type MemoryStats } from './bounded-store.js';
import { type MemoryStoreOptions, resolveBounds } from './options.js';

/** A store in the memory of this process, bounded by entries and by bytes. It answers at once, with frozen values. */
export interface MemoryStore extends MetadataStore {
  stats(): MemoryStats;
  clear(): void;
}

/**
 * Makes a store for `cached` or `metadataCache` of `@who/metadata-cache`.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const store = memoryStore({ maxEntries: 1000 });
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  return boundedStore(resolveBounds(options));
}
