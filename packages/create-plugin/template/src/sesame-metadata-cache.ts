// #with metadata-cache
import { type Attributes, type MetadataCache, metadataCache } from '@who/metadata-cache';
import { PLUGIN } from './errors.js';
import { resolveMetadataCacheOptions, type SesameMetadataCacheOptions } from './options.js';
import { recentStore } from './recent-store.js';

/**
 * Makes a metadata cache: it keeps what is released about a user at sign-in, and adds it to the identity on every later
 * request. It answers at once, without a promise.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const attributes = sesameMetadataCache({ ttlSeconds: 3600 });
 */
export function sesameMetadataCache<const Name extends string = 'attributes', Value extends object = Attributes>(
  options: SesameMetadataCacheOptions<Name, Value> = {},
): MetadataCache<NoInfer<Name>, NoInfer<Value>> {
  const { maxEntries, now, capture } = resolveMetadataCacheOptions(options);
  return metadataCache<Name, Value>({ ...capture, store: recentStore(maxEntries, now), plugin: PLUGIN });
}
// #end
