import { channel } from 'node:diagnostics_channel';
import { type Attributes, type MetadataCache, type MetadataCacheEvent, metadataCache } from '@who/metadata-cache';
import { boundedStore, type MemoryStats } from './bounded-store.js';
import { type MemoryMetadataCacheOptions, PLUGIN, resolveOptions } from './options.js';

const events = channel('who:metadata-cache');

/** A metadata cache in the memory of this process. */
export interface MemoryMetadataCache<Name extends string = 'attributes', Value extends object = Attributes>
  extends MetadataCache<Name, Value> {
  stats(): MemoryStats;
  /** Drops what is kept of everybody. */
  clear(): void;
}

/**
 * Makes a metadata cache that keeps values in memory, bounded by entries and by bytes. It answers at once, without a
 * promise.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const attributes = memoryMetadataCache({ ttlSeconds: 3600 });
 */
export function memoryMetadataCache<const Name extends string = 'attributes', Value extends object = Attributes>(
  options: MemoryMetadataCacheOptions<Name, Value> = {},
): MemoryMetadataCache<NoInfer<Name>, NoInfer<Value>> {
  const { bounds, capture } = resolveOptions(options);
  const store = boundedStore({ ...bounds, evicted });
  let warned = false;

  function warnOnce(): void {
    if (warned) return;
    warned = true;
    process.emitWarning(
      `[${PLUGIN}] There is no more room under "maxEntries" or "maxBytes": whoever was seen longest ago goes without ` +
        'metadata until the next sign-in.',
      { code: 'WHO_METADATA_CACHE_FULL' },
    );
  }

  function evicted(): void {
    warnOnce();
    if (!events.hasSubscribers) return;
    const event: MetadataCacheEvent = { event: 'evicted', plugin: PLUGIN, name: capture.name ?? 'attributes' };
    events.publish(event);
  }

  return {
    ...metadataCache<Name, Value>({ ...capture, store, plugin: PLUGIN }),
    stats: store.stats,
    clear: store.clear,
  };
}
