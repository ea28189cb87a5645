import { isPromise, type MaybePromise } from '@who/core';
import { type Breaker, breaker } from './breaker.js';
import type { MetadataStore } from './store.js';
import { TimedOut, type TimeLimit, timeLimit } from './time-limit.js';

/** Why a call was not made: the store did not answer others. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** Calls a store so that nobody waits long for it. */
export interface Circuit {
  /**
   * Makes a call, or not, while the breaker is open.
   *
   * @param someoneWaits `false` for work of its own, which may try whether the store is back
   * @throws {TimedOut | Unavailable} besides what the store throws
   */
  run<T>(key: string, call: () => MaybePromise<T>, someoneWaits: boolean): MaybePromise<T>;
  /** Waits for something else no longer than for a call. */
  readonly limit: TimeLimit;
}

/** Stores with more parts than these are looked after as a whole. */
const MANY_SHARDS = 1000;

/** A breaker for each shard of the store. Only promises are timed, and only what they end with opens a breaker. */
export function circuit(
  store: MetadataStore,
  timeoutMs: number,
  changed: (isOpen: boolean, shard: string | undefined) => void,
): Circuit {
  const limit = timeLimit(timeoutMs);
  const whole = breaker((isOpen) => changed(isOpen, undefined));
  const breakers = new Map<string, Breaker>();

  function breakerOf(key: string): Breaker {
    const shard = store.shardOf?.(key);
    if (shard === undefined) return whole;
    let found = breakers.get(shard);
    if (!found) {
      if (breakers.size >= MANY_SHARDS) return whole;
      found = breaker((isOpen) => changed(isOpen, shard));
      breakers.set(shard, found);
    }
    return found;
  }

  function attempt<T>(found: Breaker, key: string, call: () => MaybePromise<T>, isProbe: boolean): MaybePromise<T> {
    let answer: MaybePromise<T>;
    try {
      answer = call();
    } catch (error) {
      if (isProbe) found.failed(key, false, true);
      throw error;
    }
    if (!isPromise(answer)) {
      found.answered(isProbe);
      return answer;
    }
    return limit(answer, {
      answered: () => found.answered(isProbe),
      failed: (error) => found.failed(key, error instanceof TimedOut, isProbe),
    });
  }

  /** Tries whether the store is back, beside the request that gave occasion to it. */
  function probe(found: Breaker, key: string): void {
    try {
      const answer = attempt(found, key, () => store.get(key), true);
      if (isPromise(answer)) answer.then(undefined, () => {});
    } catch {
      // The breaker knows, and stays open.
    }
  }

  return {
    limit,
    run(key, call, someoneWaits) {
      const found = breakerOf(key);
      if (!found.isOpen) return attempt(found, key, call, false);
      if (found.mayProbe()) {
        if (!someoneWaits) return attempt(found, key, call, true);
        probe(found, key);
      }
      throw new Unavailable();
    },
  };
}
