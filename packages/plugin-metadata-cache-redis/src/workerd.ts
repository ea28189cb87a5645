import { WhoError } from '@who/core';
import { PLUGIN, type RedisErrorCode } from './errors.js';

/**
 * The package where it cannot run, in Workers: it says so at start. There a connection ends with the request that has
 * opened it; later ones would go without metadata.
 *
 * @throws {WhoError} REDIS_UNSUPPORTED
 */
export function redisMetadataCache(): never {
  throw new WhoError<RedisErrorCode>(
    'Workers keep no connection from one request to the next: give a store that is asked over HTTP to metadataCache().',
    { code: 'REDIS_UNSUPPORTED', plugin: PLUGIN },
  );
}
