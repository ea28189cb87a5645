import { isPromise, type MaybePromise } from '@who/core';
import { isLasting, quietTimer } from '@who/secrets';
import type { TimeLimit } from './time-limit.js';

/** A circuit breaker: says when to leave a store alone that does not answer, and finds out by itself when it is back. */
export interface Breaker {
  /** Whether a call is not to be made now. */
  isOpen(): boolean;
  /** A call that was not made. The store is tried with its key next. */
  refused(key: string): void;
  /** How a call went that was made while it was closed. */
  answered(): void;
  failed(key: string, timedOut: boolean): void;
}

/** For how long a store is left alone between two tries. */
export const PAUSE_MS = 1000;
/** The same while many tries are unanswered: a store that swallows questions must not be given them without end. */
const LONG_PAUSE_MS = 10_000;
const MANY_UNANSWERED = 10;
/**
 * Errors in a row that open it. Each of another key: one user's value that the store chokes on is no outage, and must
 * not become one for the others.
 */
const MANY_FAILURES = 3;

/**
 * A call that timed out opens it at once, so that the next request does not wait. While it is open the store is tried
 * beside all requests, so that the first one after an outage finds it closed. Where nothing runs beside requests, one of
 * them tries it now and then.
 *
 * A cache may miss: so errors open it, too, and for one shard of a store alone. Servers that check sign-ins have another
 * kind, in `@who/sso`: nothing may be asked of them beside requests, so a sign-in tries whether they are back.
 *
 * @param ask asks the store for a key
 */
export function breaker(
  ask: (key: string) => MaybePromise<unknown>,
  limit: TimeLimit,
  changed: (isOpen: boolean) => void,
): Breaker {
  let isOpen = false;
  let failedKeys: string[] = [];
  let lastKey = '';
  let unanswered = 0;
  let timer: NodeJS.Timeout | undefined;
  let triedMs = 0;

  function tryLater(): void {
    clearTimeout(timer);
    timer = later(new WeakRef(tryNow), unanswered < MANY_UNANSWERED ? PAUSE_MS : LONG_PAUSE_MS);
  }

  function tryNow(): void {
    try {
      const answer = ask(lastKey);
      if (isPromise(answer)) {
        unanswered++;
        answer.then(settled, settled);
        void limit(answer, close, tryLater);
      } else close();
    } catch {
      tryLater();
    }
  }

  function close(): void {
    clearTimeout(timer);
    isOpen = false;
    changed(false);
  }

  /** An answer, however late: the store may be back. */
  function settled(): void {
    unanswered--;
    if (isOpen) tryLater();
  }

  return {
    isOpen() {
      if (!isOpen || isLasting) return isOpen;
      const nowMs = performance.now();
      if (nowMs - triedMs < PAUSE_MS) return true;
      triedMs = nowMs;
      return false;
    },
    refused(key) {
      lastKey = key;
    },
    answered() {
      if (failedKeys.length > 0) failedKeys = [];
      if (isOpen && !isLasting) close();
    },
    failed(key, timedOut) {
      if (isOpen) return;
      if (!failedKeys.includes(key)) failedKeys.push(key);
      if (!timedOut && failedKeys.length < MANY_FAILURES) return;
      failedKeys = [];
      lastKey = key;
      isOpen = true;
      changed(true);
      if (isLasting) tryLater();
      else triedMs = performance.now();
    },
  };
}

/** Outside of the breaker, so that the timer does not hold on to a store that nobody uses any more. */
function later(work: WeakRef<() => unknown>, ms: number): NodeJS.Timeout {
  return quietTimer(() => void work.deref()?.(), ms);
}
