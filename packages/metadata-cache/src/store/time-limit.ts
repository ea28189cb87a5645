import type { MaybePromise } from '@who/core';
import { isLasting, quietTimer } from '@who/secrets';

/** Why a call was given up. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/**
 * `promise.then(answered, failed)` that gives up on a promise which takes too long: it has failed then, with
 * {@link TimedOut}. One of the two is called, once.
 */
export type TimeLimit = <T, R>(
  promise: PromiseLike<T>,
  answered: (value: T) => MaybePromise<R>,
  failed: (error: unknown) => MaybePromise<R>,
) => Promise<R>;

/** A promise that somebody waits for, and its place in the order of deadlines. */
interface Waiting {
  readonly deadlineMs: number;
  readonly giveUp: (error: unknown) => void;
  isOver: boolean;
  later: Waiting | undefined;
  sooner: Waiting | undefined;
}

/**
 * Makes a time limit that costs next to nothing where answers come quickly: all have the same limit, so that they stand
 * in the order of their deadlines, and one timer serves them all, where it outlasts the request that has set it. It does
 * not keep the process alive.
 *
 * What comes after the limit is dropped, an error too.
 */
export function timeLimit(limitMs: number): TimeLimit {
  return isLasting ? oneTimer(limitMs) : manyTimers(limitMs);
}

function oneTimer(limitMs: number): TimeLimit {
  let first: Waiting | undefined;
  let last: Waiting | undefined;
  let isTimed = false;

  function add(giveUp: (error: unknown) => void): Waiting {
    const deadlineMs = performance.now() + limitMs;
    const waiting: Waiting = { deadlineMs, giveUp, isOver: false, later: undefined, sooner: last };
    if (last) last.later = waiting;
    else first = waiting;
    last = waiting;
    if (!isTimed) wakeAfter(limitMs);
    return waiting;
  }

  /** @returns whether somebody was still waiting */
  function remove(waiting: Waiting): boolean {
    if (waiting.isOver) return false;
    waiting.isOver = true;
    if (waiting.sooner) waiting.sooner.later = waiting.later;
    else if (first === waiting) first = waiting.later;
    if (waiting.later) waiting.later.sooner = waiting.sooner;
    else if (last === waiting) last = waiting.sooner;
    waiting.sooner = undefined;
    waiting.later = undefined;
    return true;
  }

  function wakeAfter(ms: number): void {
    isTimed = true;
    // Where this process was busy, answers may have arrived that it has not read yet: they come first.
    quietTimer(() => setImmediate(giveUpLate), Math.ceil(ms));
  }

  function giveUpLate(): void {
    isTimed = false;
    const nowMs = performance.now();
    while (first && first.deadlineMs <= nowMs) first.giveUp(new TimedOut());
    if (first) wakeAfter(first.deadlineMs - nowMs);
  }

  return (promise, answered, failed) =>
    new Promise((resolve, reject) => {
      const settle = (take: () => void): void => {
        if (!remove(waiting)) return;
        try {
          take();
        } catch (error) {
          reject(error);
        }
      };
      const giveUp = (error: unknown): void => settle(() => resolve(failed(error)));
      const waiting = add(giveUp);
      try {
        promise.then((value) => settle(() => resolve(answered(value))), giveUp);
      } catch (error) {
        giveUp(error);
      }
    });
}

function manyTimers(limitMs: number): TimeLimit {
  return (promise, answered, failed) =>
    new Promise((resolve, reject) => {
      let isOver = false;
      const settle = (take: () => void): void => {
        if (isOver) return;
        isOver = true;
        clearTimeout(timer);
        try {
          take();
        } catch (error) {
          reject(error);
        }
      };
      const giveUp = (error: unknown): void => settle(() => resolve(failed(error)));
      const timer = quietTimer(() => giveUp(new TimedOut()), limitMs);
      try {
        promise.then((value) => settle(() => resolve(answered(value))), giveUp);
      } catch (error) {
        giveUp(error);
      }
    });
}
