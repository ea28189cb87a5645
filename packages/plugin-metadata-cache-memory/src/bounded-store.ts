import type { MetadataStore } from '@who/metadata-cache';
import { type Names, packing, spareBytes, textBytes, unpack } from './packing.js';

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
  /** Is told of every entry that is dropped for want of room. */
  readonly evicted?: (() => void) | undefined;
}

/** What an entry occupies besides its key and its value: itself, and its share of the map. Estimated, rounded up. */
export const ENTRY_BYTES = 176;

/** A value, and its place in the order of use. */
interface Entry {
  readonly key: string;
  /** The value as text; `undefined` where that would not be smaller. */
  readonly text: string | undefined;
  readonly names: Names | undefined;
  /** The value as it is replayed. Of those who have not come for long, only the text is kept. */
  value: unknown;
  readonly expiresMs: number;
  /** What is occupied without the value, if there is a text. */
  readonly bytes: number;
  /** What the value occupies besides, if there is a text. */
  readonly valueBytes: number;
  newer: Entry | undefined;
  older: Entry | undefined;
}

/** Values of those who come often may occupy so much of the room even where it is short. */
const UNPACKED_SHARE = 1 / 8;

/** Larger values are kept as they are replayed: it would take too long to make them from their texts by and by. */
const MOST_PACKED_BYTES = 16_384;

/** Every operation takes the same time, however many entries there are. */
export function boundedStore({ maxEntries, maxBytes, now, evicted }: Bounds): BoundedStore {
  const maxUnpackedBytes = maxBytes * UNPACKED_SHARE;
  const entries = new Map<string, Entry>();
  let names = packing();
  let newest: Entry | undefined;
  let oldest: Entry | undefined;
  /** Everybody who was seen later than this one is unpacked, too. */
  let lastUnpacked: Entry | undefined;
  let bytes = 0;
  let unpackedBytes = 0;
  let evictions = 0;
  let expirations = 0;

  function link(entry: Entry): void {
    entry.older = newest;
    entry.newer = undefined;
    if (newest) newest.newer = entry;
    else oldest = entry;
    newest = entry;
    lastUnpacked ??= entry;
  }

  function unlink(entry: Entry): void {
    if (entry === lastUnpacked) lastUnpacked = entry.newer;
    if (entry.newer) entry.newer.older = entry.older;
    else newest = entry.older;
    if (entry.older) entry.older.newer = entry.newer;
    else oldest = entry.newer;
  }

  function remove(entry: Entry): void {
    unlink(entry);
    entries.delete(entry.key);
    bytes -= entry.bytes;
    if (entry.value !== undefined) count(entry, -1);
    names.drop(entry);
  }

  /** Counts a value that is unpacked now, or not any more. */
  function count({ valueBytes }: Entry, times: 1 | -1): void {
    bytes += times * valueBytes;
    unpackedBytes += times * valueBytes;
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
    return entry.value === undefined ? unpacked(entry) : entry.value;
  }

  function unpacked(entry: Entry): unknown {
    const value = unpack(entry.text ?? 'null', entry.names);
    entry.value = value;
    count(entry, 1);
    makeRoom();
    return value;
  }

  function set(key: string, value: unknown, ttlMs: number, valueBytes: number): void {
    const nowMs = now();
    drop(key);
    const added = entryOf(key, value, nowMs + ttlMs, valueBytes);
    entries.set(key, added);
    link(added);
    bytes += added.bytes;
    count(added, 1);
    dropExpired(nowMs);
    makeRoom();
  }

  function entryOf(key: string, value: unknown, expiresMs: number, valueBytes: number): Entry {
    const namesBytes = names.bytes;
    const packed = valueBytes > MOST_PACKED_BYTES ? undefined : names.pack(value);
    const packedBytes = packed ? textBytes(key) + textBytes(packed.text) : Number.POSITIVE_INFINITY;
    const isSmaller = packedBytes + names.bytes - namesBytes < valueBytes;
    if (packed && !isSmaller) names.drop(packed);
    const unpackedBytes = packed ? valueBytes : Math.max(valueBytes - spareBytes(value), valueBytes / 2);
    return {
      key,
      text: isSmaller ? packed?.text : undefined,
      names: isSmaller ? packed?.names : undefined,
      value,
      expiresMs,
      bytes: ENTRY_BYTES + (isSmaller ? packedBytes : unpackedBytes),
      valueBytes: isSmaller ? valueBytes : 0,
      newer: undefined,
      older: undefined,
    };
  }

  /** Drops from the old end what is expired, so that nothing lies there much longer than it may. */
  function dropExpired(nowMs: number): void {
    while (oldest && oldest.expiresMs <= nowMs) {
      expirations++;
      remove(oldest);
    }
  }

  function makeRoom(): void {
    while (oldest) {
      if (entries.size <= maxEntries) {
        if (occupied() <= maxBytes) return;
        if (lastUnpacked && (unpackedBytes > maxUnpackedBytes || (lastUnpacked === oldest && oldest.valueBytes > 0))) {
          pack(lastUnpacked);
          continue;
        }
      }
      remove(oldest);
      evictions++;
      evicted?.();
    }
  }

  /** Keeps of a value only its text, if it has one. */
  function pack(entry: Entry): void {
    lastUnpacked = entry.newer;
    if (entry.text === undefined || entry.value === undefined) return;
    entry.value = undefined;
    count(entry, -1);
  }

  function occupied(): number {
    return bytes + names.bytes;
  }

  function drop(key: string): void {
    const entry = entries.get(key);
    if (entry) remove(entry);
  }

  function clear(): void {
    entries.clear();
    names = packing();
    newest = undefined;
    oldest = undefined;
    lastUnpacked = undefined;
    bytes = 0;
    unpackedBytes = 0;
  }

  return {
    verbatim: true,
    get,
    set,
    delete: drop,
    clear,
    stats: () => ({ entries: entries.size, bytes: occupied(), evictions, expirations }),
  };
}
