// #with metadata-cache
import type { MetadataStore } from '@who/metadata-cache';

/** A store in memory that holds a number of values: the one that was written longest ago is dropped first. */
export function recentStore(maxEntries: number, now: () => number): MetadataStore {
  const entries = new Map<string, { readonly value: unknown; readonly expiresMs: number }>();

  return {
    // Values come frozen, so the same one can be handed out again and again.
    verbatim: true,
    get(key) {
      const entry = entries.get(key);
      if (entry && entry.expiresMs > now()) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set(key, value, ttlMs) {
      // Anew, so that it comes last: a map keeps the order in which its keys were added.
      entries.delete(key);
      entries.set(key, { value, expiresMs: now() + ttlMs });
      const [oldest] = entries.keys();
      if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
    },
    delete: (key) => entries.delete(key),
  };
}
// #end
