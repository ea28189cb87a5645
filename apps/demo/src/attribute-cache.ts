import type { MetadataCache } from '@who/metadata-cache';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { redisMetadataCache } from '@who/plugin-metadata-cache-redis';
import { Cluster } from 'ioredis';

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
  const cluster = new Cluster([...redisUrls], { redisOptions: credentialsOf(url) });
  // The cache warns when it cannot be reached, once for each outage.
  cluster.on('error', () => {});
  return { attributes: redisMetadataCache({ client: cluster }), close: async () => cluster.disconnect() };
}

/** Of all nodes: a Cluster tells the addresses of the others, not how to sign in there. */
function credentialsOf(url: string): { username?: string; password?: string; tls?: object } {
  const { protocol, username, password } = new URL(url);
  return {
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' && { tls: {} }),
  };
}
