export type { RedisClient, RedisClientNode } from './client.js';
export type { RedisErrorCode } from './errors.js';
export type { RedisTls } from './open-client.js';
export type { RedisMetadataCacheOptions } from './options.js';
export { type RedisMetadataCache, redisMetadataCache } from './redis-metadata-cache.js';
