export type { MemoryStats } from './bounded-store.js';
export { type MemoryMetadataCache, memoryMetadataCache } from './memory-metadata-cache.js';
export { type MemoryStore, memoryStore } from './memory-store.js';
export type { MemoryMetadataCacheOptions, MemoryStoreOptions } from './options.js';
