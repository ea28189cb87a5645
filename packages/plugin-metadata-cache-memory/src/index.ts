export type { MemoryStats } from './bounded-store.js';
export { type MemoryMetadataCache, memoryMetadataCache } from './memory-metadata-cache.js';
export type { MemoryMetadataCacheOptions } from './options.js';
