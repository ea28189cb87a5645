import { isPromise, type Logger, type MaybePromise } from '@who/core';
import { isLasting, quietTimer } from '@who/secrets';
import type { Snapshot } from '../values/snapshot.js';
import { PAUSE_MS } from './breaker.js';
import { type Circuit, Pending } from './circuit.js';
import type { MetadataStore } from './store.js';

/** A value to keep, or a key to drop. */
export interface Write {
  readonly key: string;
  /** `undefined` to drop what is kept. */
  readonly kept: Snapshot | undefined;
  /** For how long the value is to be kept, from {@link sinceMs} on. */
  readonly ttlMs: number;
  /** When it was captured or dropped, by `performance.now()`. */
  readonly sinceMs: number;
  /** The same by the engine's clock. */
  readonly atMs: number;
  readonly logger: Logger;
}

/** Changes to a store, of which none is lost on the way and none overtakes another of the same key. */
export interface Writes {
  /** Writes now, or behind one of the same key. @throws what the store throws */
  write(write: Write): MaybePromise<void>;
  /** The newest change of a key that the store has not confirmed. */
  unconfirmed(key: string): Write | undefined;
  /** Whether the newest change of a key has failed so far. */
  hasFailed(write: Write): boolean;
}

/** A value is written no later than this after it was captured: another process may have kept a newer one since. */
const RETRY_VALUE_MS = 300_000;
/** Keys that are remembered while their changes cannot be written; the oldest are given up first. */
const MAX_KEYS = 100_000;
/** What values to be written later may occupy. Of others it is only remembered that what is stored is out of date. */
const MAX_BYTES = 16_777_216;

/**
 * What was written without success is not lost: a value from before it would come back with the store, perhaps with
 * rights that a user no longer has. So it is written later, once the store answers.
 *
 * @param longestMs the longest lifetime of any value; after it, nothing from before a change is left in the store
 */
export function writes(
  store: MetadataStore,
  circuit: Circuit,
  longestMs: number,
  failedLater: (write: Write, error: unknown) => void,
): Writes {
  const open = new Map<string, Write>();
  const running = new Map<string, Promise<void>>();
  /** Writes that failed and hold a value, and what these occupy. */
  const held = new Set<Write>();
  let heldBytes = 0;
  /** Calls that the store has not answered yet, by key; also those for which nobody waits any more. */
  const unanswered = new Map<string, number>();
  /** Changes that were written while an older call of the same key was unanswered, which may still undo them. */
  const doubtful = new Set<Write>();
  let isRetrying = false;
  /** Where they are not tried again. */
  const failed = new WeakSet<Write>();

  function note(write: Write): void {
    forget(write.key);
    open.set(write.key, write);
    if (open.size > MAX_KEYS) forget(open.keys().next().value as string);
  }

  function forget(key: string): void {
    const write = open.get(key);
    if (!write) return;
    open.delete(key);
    doubtful.delete(write);
    if (held.delete(write)) heldBytes -= write.kept?.bytes ?? 0;
  }

  /** The store has taken a change. It may say so when nobody waits for it any more. */
  function confirm(write: Write): void {
    if (open.get(write.key) !== write) return;
    if (unanswered.has(write.key)) {
      doubtful.add(write);
      retryLater();
    } else forget(write.key);
  }

  function call(write: Write): MaybePromise<void> {
    const { key, kept } = write;
    const answer = kept
      ? store.set(key, kept.value, Math.ceil(write.ttlMs - ageMs(write)), kept.bytes)
      : store.delete(key);
    const check = (result: unknown): void => {
      if (result === false && kept) throw new Refusal();
      confirm(write);
    };
    if (!isPromise(answer)) return check(answer);
    if (!isLasting) return answer.then(check);
    unanswered.set(key, (unanswered.get(key) ?? 0) + 1);
    return answer.then(
      (result) => {
        answered(key);
        check(result);
      },
      (error: unknown) => {
        answered(key);
        throw error;
      },
    );
  }

  function answered(key: string): void {
    const others = (unanswered.get(key) ?? 1) - 1;
    if (others > 0) {
      unanswered.set(key, others);
      return;
    }
    unanswered.delete(key);
    const newest = open.get(key);
    // The answer may be that of an older call, which has overtaken it: once more, then.
    if (newest && doubtful.delete(newest)) retryLater();
  }

  function send(write: Write): MaybePromise<void> {
    const { key } = write;
    note(write);
    let answer: void | Pending<void>;
    try {
      answer = circuit.run(key, () => call(write));
    } catch (error) {
      keep(write);
      throw error;
    }
    if (!(answer instanceof Pending)) return;
    const sent = answer.settle(nothing, (error) => {
      keep(write);
      throw error;
    });
    const done = sent
      .catch(() => {})
      .then(() => {
        if (running.get(key) === done) running.delete(key);
      });
    if (isLasting) running.set(key, done);
    return sent;
  }

  /** Remembers what failed, and tries again later. */
  function keep(write: Write): void {
    const { key, kept } = write;
    if (!isLasting) failed.add(write);
    if (open.get(key) !== write) return;
    if (kept && !held.has(write)) {
      if (heldBytes + kept.bytes > MAX_BYTES) {
        const dropped = { ...write, kept: undefined };
        if (!isLasting) failed.add(dropped);
        open.set(key, dropped);
      } else {
        held.add(write);
        heldBytes += kept.bytes;
      }
    }
    retryLater();
  }

  function retryLater(): void {
    // Beside all requests, as far as there is anything beside them.
    if (isRetrying || !isLasting) return;
    isRetrying = true;
    const next = (): void => {
      isRetrying = false;
      if (open.size > 0) retryLater();
    };
    quietTimer(() => retry().then(next, next), PAUSE_MS);
  }

  /** Writes what is left to write, one after the other, until one fails; that one is the last the next time. */
  async function retry(): Promise<void> {
    for (const write of open.values()) {
      const isOver = ageMs(write) >= (doubtful.has(write) ? RETRY_VALUE_MS : longestMs);
      if (isOver) forget(write.key);
      else if (doubtful.has(write)) continue;
      else if (!running.has(write.key)) {
        const isOld = write.kept && ageMs(write) >= Math.min(RETRY_VALUE_MS, write.ttlMs);
        try {
          await send(isOld ? { ...write, kept: undefined } : write);
        } catch (error) {
          failedLater(write, error);
          return;
        }
      }
    }
  }

  return {
    write(write) {
      const before = running.get(write.key);
      if (!before) return send(write);
      note(write);
      // Where a newer one has come in the meantime, that one counts in its place.
      return circuit.limit(before.then(() => (open.get(write.key) === write ? send(write) : undefined)));
    },
    hasFailed: (write) => (isLasting ? !running.has(write.key) && !doubtful.has(write) : failed.has(write)),
    unconfirmed(key) {
      const write = open.size === 0 ? undefined : open.get(key);
      return write && ageMs(write) < longestMs ? write : undefined;
    },
  };
}

/** How long ago a change was made, in milliseconds. */
export function ageMs({ sinceMs }: Write): number {
  return performance.now() - sinceMs;
}

/** A store answered that it did not keep a value. */
class Refusal extends Error {
  override readonly name = 'Refusal';
}

function nothing(): void {}
