import type { MaybePromise } from '@who/core';
import { quietTimer } from '@who/secrets';

/** Sessions that are over, which the store could not be told so far. In this process they are over all the same. */
export interface UnwrittenEnds {
  has(sessionId: string): boolean;
  add(sessionId: string): void;
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
export function unwrittenEnds(write: (sessionId: string) => MaybePromise<void>, lifetimeMs: number): UnwrittenEnds {
  const endedMs = new Map<string, number>();
  let isWaiting = false;

  function writeLater(): void {
    if (isWaiting || endedMs.size === 0) return;
    isWaiting = true;
    quietTimer(() => void writeAll(), RETRY_MS);
  }

  /** One after the other, until one fails. */
  async function writeAll(): Promise<void> {
    try {
      for (const [sessionId, sinceMs] of endedMs) {
        if (performance.now() - sinceMs < lifetimeMs) await write(sessionId);
        endedMs.delete(sessionId);
      }
    } catch {
      // Whoever ended the session was told.
    }
    isWaiting = false;
    writeLater();
  }

  return {
    has: (sessionId) => endedMs.size > 0 && endedMs.has(sessionId),
    add(sessionId) {
      endedMs.set(sessionId, performance.now());
      const [oldest] = endedMs.keys();
      if (endedMs.size > MAX_ENDS && oldest !== undefined) endedMs.delete(oldest);
      writeLater();
    },
  };
}
