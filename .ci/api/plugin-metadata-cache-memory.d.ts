// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Attributes } from '@who/metadata-cache';
import type { CaptureOptions } from '@who/metadata-cache';
import type { MetadataCache } from '@who/metadata-cache';
import type { MetadataStore } from '@who/metadata-cache';
import type { StoreOptions } from '@who/metadata-cache';

interface MemoryMetadataCache<Name extends string = 'attributes', Value extends object = Attributes> extends MetadataCache<Name, Value> {
  stats(): MemoryStats;
  clear(): void;
}

interface MemoryMetadataCacheOptions<Name extends string = 'attributes', Value extends object = Attributes> extends Omit<CaptureOptions<Name, Value>, keyof StoreOptions>, MemoryStoreOptions {
}

interface MemoryStats {
  readonly entries: number;
  readonly bytes: number;
  readonly evictions: number;
  readonly expirations: number;
}

interface MemoryStore extends MetadataStore {
  stats(): MemoryStats;
  clear(): void;
}

interface MemoryStoreOptions {
  readonly maxEntries?: number | undefined;
  readonly maxBytes?: number | undefined;
  readonly now?: (() => number) | undefined;
}

declare function memoryMetadataCache<const Name extends string = 'attributes', Value extends object = Attributes>(options?: MemoryMetadataCacheOptions<Name, Value>): MemoryMetadataCache<NoInfer<Name>, NoInfer<Value>>;

declare function memoryStore(options?: MemoryStoreOptions): MemoryStore;

// @who/plugin-metadata-cache-memory
export {
  MemoryMetadataCache,
  MemoryMetadataCacheOptions,
  MemoryStats,
  MemoryStore,
  MemoryStoreOptions,
  memoryMetadataCache,
  memoryStore,
};
