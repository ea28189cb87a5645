import type { CasSessionStore } from './store.js';

/**
 * A store in the memory of this process. It answers at once. When it is full, what was written first goes.
 *
 * @param onEviction told when that happens to something that had not expired
 */
export function memoryStore(maxEntries: number, now: () => number, onEviction: () => void): CasSessionStore {
  const entries = new Map<string, { readonly value: unknown; readonly expiresMs: number }>();

  function makeRoom(nowMs: number): void {
    for (const [key, { expiresMs }] of entries) {
      const isExpired = expiresMs <= nowMs;
      if (!isExpired && entries.size <= maxEntries) return;
      entries.delete(key);
      if (!isExpired) onEviction();
    }
  }

  return {
    get(key) {
      const entry = entries.get(key);
      return entry !== undefined && entry.expiresMs > now() ? entry.value : undefined;
    },
    set(key, value, ttlMs) {
      const nowMs = now();
      // Anew, so that it comes last: a map keeps the order in which its keys were added.
      entries.delete(key);
      entries.set(key, { value, expiresMs: nowMs + ttlMs });
      makeRoom(nowMs);
    },
    delete: (key) => entries.delete(key),
  };
}
