import type { MetadataCache } from '@who/metadata-cache';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { redisMetadataCache } from '@who/plugin-metadata-cache-redis';
import { openRedis } from './redis.js';

/** Where the attributes are kept that are released at sign-in, and how to let go of it. */
export interface AttributeCache {
  readonly attributes: MetadataCache;
  close(): Promise<void>;
}

/** In memory, in a Redis server, or in a Redis Cluster, as many nodes as are named. */
export function openAttributeCache(redisUrls: readonly string[]): AttributeCache {
  const [url, ...others] = redisUrls;
  if (url === undefined) return { attributes: memoryMetadataCache(), close: async () => {} };
  if (others.length === 0) {
    const attributes = redisMetadataCache({ url });
    return { attributes, close: attributes.close };
  }
  const cluster = openRedis([url, ...others]);
  return { attributes: redisMetadataCache({ client: cluster }), close: async () => cluster.disconnect() };
}
