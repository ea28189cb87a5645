import type { SsoSessionStore } from './store.js';

/**
 * A store in the memory of this process. It answers at once. When it is full, what was written first goes.
 *
 * @param onEviction told when that happens to something that had not expired
 */
export function memoryStore(maxEntries: number, now: () => number, onEviction: () => void): SsoSessionStore {
  const entries = new Map<string, { readonly value: unknown; readonly expiresMs: number }>();

  function makeRoom(nowMs: number): void {
    for (const [key, { expiresMs }] of entries) {
      const isExpired = expiresMs <= nowMs;
      if (!isExpired && entries.size <= maxEntries) return;
      entries.delete(key);
      if (!isExpired) onEviction();
    }
  }

  function get(key: string): unknown {
    const entry = entries.get(key);
    return entry !== undefined && entry.expiresMs > now() ? entry.value : undefined;
  }

  function set(key: string, value: unknown, ttlMs: number): void {
    const nowMs = now();
    // Anew, so that it comes last: a map keeps the order in which its keys were added.
    entries.delete(key);
    entries.set(key, { value, expiresMs: nowMs + ttlMs });
    makeRoom(nowMs);
  }

  return {
    get,
    set,
    delete: (key) => entries.delete(key),
    add(key, value, ttlMs) {
      if (get(key) !== undefined) return false;
      set(key, value, ttlMs);
      return true;
    },
  };
}
