import { isPromise, type MaybePromise } from '@who/core';
import { type Breaker, breaker } from './breaker.js';
import type { MetadataStore } from './store.js';
import { TimedOut, timeLimit } from './time-limit.js';

/** Why a call was not made: the store did not answer others. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** Waits for an answer, and comes to what one of the two makes of the outcome. */
type Settle<T> = <R>(
  answered: (value: T) => MaybePromise<R>,
  failed: (error: unknown) => MaybePromise<R>,
) => Promise<R>;

/** A call that the store answers later. */
export class Pending<T> {
  /** Waits no longer than the limit. To be called at once, and once: the limit begins, and the breaker hears, then. */
  readonly settle: Settle<T>;

  constructor(settle: Settle<T>) {
    this.settle = settle;
  }
}

/** Calls a store so that nobody waits long for it. */
export interface Circuit {
  /**
   * Makes a call, or not, while the breaker is open. What is pending may fail with {@link TimedOut}.
   *
   * @throws {Unavailable} besides what the store throws
   */
  run<T>(key: string, call: (key: string) => MaybePromise<T>): T | Pending<T>;
  /** Waits for something else no longer than for a call. */
  limit<T>(promise: PromiseLike<T>): Promise<T>;
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
  const whole = breakerFor(undefined);
  const breakers = new Map<string, Breaker>();

  function breakerFor(shard: string | undefined): Breaker {
    return breaker(
      (key) => store.get(key),
      limit,
      (isOpen) => changed(isOpen, shard),
    );
  }

  function breakerOf(key: string): Breaker {
    const shard = store.shardOf?.(key);
    if (shard === undefined) return whole;
    let found = breakers.get(shard);
    if (!found) {
      if (breakers.size >= MANY_SHARDS) return whole;
      found = breakerFor(shard);
      breakers.set(shard, found);
    }
    return found;
  }

  /** Apart from `run`, which would make room for the function on every call. */
  function pending<T>(answer: PromiseLike<T>, found: Breaker, key: string): Pending<T> {
    return new Pending((answered, failed) =>
      limit(
        answer,
        (value) => {
          found.answered();
          return answered(value);
        },
        (error) => {
          found.failed(key, error instanceof TimedOut);
          return failed(error);
        },
      ),
    );
  }

  return {
    limit: (promise) => limit(promise, (value) => value, rethrow),
    run(key, call) {
      const found = breakerOf(key);
      if (found.isOpen()) {
        found.refused(key);
        throw new Unavailable();
      }
      const answer = call(key);
      if (!isPromise(answer)) {
        found.answered();
        return answer;
      }
      return pending(answer, found, key);
    },
  };
}

function rethrow(error: unknown): never {
  throw error;
}
