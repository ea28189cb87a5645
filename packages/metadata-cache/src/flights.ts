import { isPromise, type MaybePromise } from '@who/core';
import { isLasting } from '@who/secrets';

/** Questions that are being asked: who comes with the same one waits for the same answer. */
export interface Flights<T> {
  /**
   * Asks, or joins who has asked already. What is asked fails for all of them.
   *
   * @param landed takes an answer that nobody has declared void in the meantime
   */
  join(key: string, ask: () => MaybePromise<T>, landed: (answer: T) => MaybePromise<T>): MaybePromise<T>;
  isUnderWay(key: string): boolean;
  /** Declares void what is being asked: who waits gets it, but it is not kept. */
  cancel(key: string): void;
}

interface Flight<T> {
  readonly answer: Promise<T>;
  readonly sinceMs: number;
}

/** A question that takes longer is not joined any more: it may never be answered. None is that ends with its request. */
const LONG_MS = 30_000;
/** Errors that are remembered. */
const MAX_ERRORS = 1000;

/** @param errorMs for how long an error answers */
export function flights<T>(errorMs: number): Flights<T> {
  const flying = new Map<string, Flight<T>>();
  const errors = new Map<string, { readonly error: unknown; readonly untilMs: number }>();

  function failed(key: string, error: unknown): never {
    if (errorMs > 0) {
      const nowMs = performance.now();
      errors.delete(key);
      errors.set(key, { error, untilMs: nowMs + errorMs });
      for (const [oldest, { untilMs }] of errors) {
        if (errors.size <= MAX_ERRORS && untilMs > nowMs) break;
        errors.delete(oldest);
      }
    }
    throw error;
  }

  function take(key: string, ask: () => MaybePromise<T>): MaybePromise<T> {
    try {
      return ask();
    } catch (error) {
      return failed(key, error);
    }
  }

  function isFlying(key: string): boolean {
    const flight = flying.get(key);
    return isLasting && flight !== undefined && performance.now() - flight.sinceMs < LONG_MS;
  }

  /** Lets go of what may never be answered: the map is in the order in which questions were asked. */
  function sweep(): void {
    for (const key of flying.keys()) {
      if (isFlying(key)) return;
      flying.delete(key);
    }
  }

  return {
    join(key, ask, landed) {
      const error = errors.size === 0 ? undefined : errors.get(key);
      if (error && error.untilMs > performance.now()) throw error.error;
      const flight = flying.get(key);
      if (flight && isFlying(key)) return flight.answer;

      const asked = take(key, ask);
      if (!isPromise(asked)) return landed(asked);
      const own: Flight<T> = {
        sinceMs: performance.now(),
        answer: Promise.resolve(asked)
          .catch((thrown: unknown) => failed(key, thrown))
          .then((answer) => (flying.get(key) === own ? landed(answer) : answer))
          .finally(() => {
            if (flying.get(key) === own) flying.delete(key);
          }),
      };
      sweep();
      flying.set(key, own);
      return own.answer;
    },
    isUnderWay: isFlying,
    cancel(key) {
      flying.delete(key);
      errors.delete(key);
    },
  };
}
