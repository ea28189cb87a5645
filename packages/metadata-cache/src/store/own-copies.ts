import type { Snapshot } from '../values/snapshot.js';

/** Copies that this process keeps for a short time, for when the store is away. */
export interface OwnCopies {
  /** Changes whenever a value of anybody does. What was read from the store before that may be out of date. */
  readonly version: number;
  /** Keeps what was read from the store, unless something has changed since `version`; drops what is not there. */
  read(key: string, kept: Snapshot | undefined, version: number): void;
  /** Keeps what was captured, or drops what was kept. */
  change(key: string, kept: Snapshot | undefined, ttlMs: number): void;
  get(key: string): unknown;
}

interface Copy extends Snapshot {
  readonly untilMs: number;
}

const MAX_ENTRIES = 10_000;
const MAX_BYTES = 16_777_216;

/** @param lifetimeMs for how long a copy may answer after it was last confirmed */
export function ownCopies(lifetimeMs: number): OwnCopies {
  // In the order in which they were confirmed.
  const copies = new Map<string, Copy>();
  let bytes = 0;
  let version = 0;

  function drop(key: string): void {
    const copy = copies.get(key);
    if (!copy) return;
    copies.delete(key);
    bytes -= copy.bytes;
  }

  function keep(key: string, kept: Snapshot, ms: number): void {
    const nowMs = performance.now();
    drop(key);
    copies.set(key, { ...kept, untilMs: nowMs + ms });
    bytes += kept.bytes;
    for (const [oldest, copy] of copies) {
      if (copies.size <= MAX_ENTRIES && bytes <= MAX_BYTES && copy.untilMs > nowMs) return;
      drop(oldest);
    }
  }

  return {
    get version() {
      return version;
    },
    read(key, kept, readVersion) {
      if (!kept) drop(key);
      else if (readVersion === version) keep(key, kept, lifetimeMs);
    },
    change(key, kept, ttlMs) {
      version++;
      if (kept) keep(key, kept, Math.min(lifetimeMs, ttlMs));
      else drop(key);
    },
    get(key) {
      const copy = copies.get(key);
      return copy && copy.untilMs > performance.now() ? copy.value : undefined;
    },
  };
}
