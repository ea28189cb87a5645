import type { MaybePromise } from '@who/core';
import { quietTimer } from '@who/secrets';

/** What is over, which the store could not be told so far. In this process it is over all the same. */
export interface UnwrittenEnds<Value> {
  has(key: string): boolean;
  get(key: string): Value | undefined;
  add(key: string, value: Value): void;
}

const RETRY_MS = 1000;
/** The oldest are given up first. */
const MAX_ENDS = 100_000;

/**
 * Remembers ends, and tells the store of them as soon as it takes them.
 *
 * @param write tells the store
 * @param lifetimeMs how long a session lasts at most: after it, no end needs to be known
 */
export function unwrittenEnds<Value>(
  write: (key: string, value: Value) => MaybePromise<void>,
  lifetimeMs: number,
): UnwrittenEnds<Value> {
  const ends = new Map<string, { readonly value: Value; readonly sinceMs: number }>();
  let isWaiting = false;

  function writeLater(): void {
    if (isWaiting || ends.size === 0) return;
    isWaiting = true;
    quietTimer(() => void writeAll(), RETRY_MS);
  }

  /** One after the other, until one fails. */
  async function writeAll(): Promise<void> {
    try {
      for (const [key, end] of ends) {
        if (performance.now() - end.sinceMs < lifetimeMs) await write(key, end.value);
        if (ends.get(key) === end) ends.delete(key);
      }
    } catch {
      // Whoever ended the session was told.
    }
    isWaiting = false;
    writeLater();
  }

  return {
    has: (key) => ends.size > 0 && ends.has(key),
    get: (key) => (ends.size > 0 ? ends.get(key)?.value : undefined),
    add(key, value) {
      ends.set(key, { value, sinceMs: performance.now() });
      const [oldest] = ends.keys();
      if (ends.size > MAX_ENDS && oldest !== undefined) ends.delete(oldest);
      writeLater();
    },
  };
}
