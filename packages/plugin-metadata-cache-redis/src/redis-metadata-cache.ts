import { type Attributes, DEFAULT_MAX_VALUE_BYTES, type MetadataCache, metadataCache } from '@who/metadata-cache';
import { clientConnection } from './client-connection.js';
import { longestText } from './codec.js';
import { PLUGIN } from './errors.js';
import { keyspace } from './keyspace.js';
import { type RedisMetadataCacheOptions, resolveOptions } from './options.js';
import { redisStore } from './redis-store.js';
import { urlConnection } from './url-connection.js';

/** A metadata cache in Redis, for all processes that use it. */
export interface RedisMetadataCache<Name extends string = 'attributes', Value extends object = Attributes>
  extends MetadataCache<Name, Value> {
  /**
   * Drops what is kept of everybody in the namespace, without holding up Redis. What is captured meanwhile may stay.
   *
   * @throws {WhoError} REDIS_FAILED
   */
  clear(): Promise<void>;
  /**
   * Of how many users something is kept. It looks at all keys of the database, without holding up Redis; an entry may be
   * counted twice while the database grows.
   *
   * @throws {WhoError} REDIS_FAILED
   */
  count(): Promise<number>;
  /** Ends the cache, and the connection that it has opened; a client of the application's stays open. */
  close(): Promise<void>;
}

/**
 * Makes a metadata cache that keeps values in Redis. By URL it connects at once, and again whenever it has to; while
 * Redis is away, metadata counts as absent.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const attributes = redisMetadataCache({ url: 'redis://localhost:6379' });
 */
export function redisMetadataCache<const Name extends string = 'attributes', Value extends object = Attributes>(
  options: RedisMetadataCacheOptions<Name, Value>,
): RedisMetadataCache<NoInfer<Name>, NoInfer<Value>> {
  const { redis, namespace, capture } = resolveOptions(options);
  const { maxValueBytes = DEFAULT_MAX_VALUE_BYTES } = capture;
  const connection = 'url' in redis ? urlConnection(redis) : clientConnection(redis);
  const store = redisStore(connection, namespace, longestText(maxValueBytes));
  const keys = keyspace(connection, namespace);
  return {
    ...metadataCache<Name, Value>({ ...capture, store, plugin: PLUGIN }),
    clear: keys.clear,
    count: keys.count,
    close() {
      store.end();
      return connection.close();
    },
  };
}
