export { type Attributes, attributesShape, type Shape } from './attributes.js';
export type { EncryptionKey } from './encryption.js';
export type { MetadataCacheErrorCode } from './errors.js';
export type { MetadataCacheEvent } from './events.js';
export { type MetadataCache, metadataCache } from './metadata-cache.js';
export type { CaptureOptions, MetadataCacheOptions } from './options.js';
export type { MetadataStore } from './store.js';
export type { StoreOptions } from './store-options.js';
