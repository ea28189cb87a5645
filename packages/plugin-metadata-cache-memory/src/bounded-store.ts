import type { MetadataStore } from '@who/metadata-cache';

/** How full a cache is, and what it had to let go since it was made. */
export interface MemoryStats {
  /** Entries that are kept now, expired ones included that nobody has asked for. */
  readonly entries: number;
  /** What they occupy, in bytes, estimated. */
  readonly bytes: number;
  /** Entries that were dropped before their time because a bound was reached. More than a few: raise the bounds. */
  readonly evictions: number;
  /** Entries that were dropped because their time was over. */
  readonly expirations: number;
}

/** A store in memory, bounded by entries and by bytes: whoever was seen longest ago is dropped first. */
export interface BoundedStore extends MetadataStore {
  get(key: string): unknown;
  set(key: string, value: unknown, ttlMs: number, bytes: number): void;
  delete(key: string): void;
  clear(): void;
  stats(): MemoryStats;
}

export interface Bounds {
  readonly maxEntries: number;
  readonly maxBytes: number;
  readonly now: () => number;
}

/** What an entry occupies besides its key and its value: itself, and its share of the map. Estimated, rounded up. */
export const ENTRY_BYTES = 160;

/** A value, and its place in the order of use. */
interface Entry {
  readonly key: string;
  readonly value: unknown;
  readonly expiresMs: number;
  readonly bytes: number;
  newer: Entry | undefined;
  older: Entry | undefined;
}

/** Every operation takes the same time, however many entries there are. */
export function boundedStore({ maxEntries, maxBytes, now }: Bounds): BoundedStore {
  const entries = new Map<string, Entry>();
  let newest: Entry | undefined;
  let oldest: Entry | undefined;
  let bytes = 0;
  let evictions = 0;
  let expirations = 0;

  function link(entry: Entry): void {
    entry.older = newest;
    entry.newer = undefined;
    if (newest) newest.newer = entry;
    else oldest = entry;
    newest = entry;
  }

  function unlink(entry: Entry): void {
    if (entry.newer) entry.newer.older = entry.older;
    else newest = entry.older;
    if (entry.older) entry.older.newer = entry.newer;
    else oldest = entry.newer;
  }

  function remove(entry: Entry): void {
    unlink(entry);
    entries.delete(entry.key);
    bytes -= entry.bytes;
  }

  function get(key: string): unknown {
    const entry = entries.get(key);
    if (!entry) return undefined;
    if (entry.expiresMs <= now()) {
      remove(entry);
      expirations++;
      return undefined;
    }
    if (entry !== newest) {
      unlink(entry);
      link(entry);
    }
    return entry.value;
  }

  function set(key: string, value: unknown, ttlMs: number, valueBytes: number): void {
    const nowMs = now();
    drop(key);
    const added: Entry = {
      key,
      value,
      expiresMs: nowMs + ttlMs,
      bytes: valueBytes + ENTRY_BYTES,
      newer: undefined,
      older: undefined,
    };
    entries.set(key, added);
    link(added);
    bytes += added.bytes;
    makeRoom(nowMs);
  }

  /** Drops from the old end what is expired, so that nothing lies there much longer than it may, and what is too much. */
  function makeRoom(nowMs: number): void {
    while (oldest) {
      if (oldest.expiresMs <= nowMs) expirations++;
      else if (entries.size > maxEntries || bytes > maxBytes) evictions++;
      else return;
      remove(oldest);
    }
  }

  function drop(key: string): void {
    const entry = entries.get(key);
    if (entry) remove(entry);
  }

  function clear(): void {
    entries.clear();
    newest = undefined;
    oldest = undefined;
    bytes = 0;
  }

  return {
    verbatim: true,
    get,
    set,
    delete: drop,
    clear,
    stats: () => ({ entries: entries.size, bytes, evictions, expirations }),
  };
}
