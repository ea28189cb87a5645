/** Why a call was given up. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/** Gives up on promises that take too long. */
export type TimeLimit = <T>(promise: PromiseLike<T>) => Promise<T>;

/** A promise that somebody waits for, and its place in the order of deadlines. */
interface Waiting {
  readonly deadlineMs: number;
  readonly giveUp: (error: TimedOut) => void;
  later: Waiting | undefined;
  sooner: Waiting | undefined;
}

/**
 * Makes a time limit that costs next to nothing where answers come quickly: all have the same limit, so that they stand
 * in the order of their deadlines, and one timer serves them all. It does not keep the process alive.
 *
 * What comes after the limit is dropped, an error too.
 */
export function timeLimit(limitMs: number): TimeLimit {
  let first: Waiting | undefined;
  let last: Waiting | undefined;
  let isTimed = false;

  function add(giveUp: (error: TimedOut) => void): Waiting {
    const waiting: Waiting = { deadlineMs: performance.now() + limitMs, giveUp, later: undefined, sooner: last };
    if (last) last.later = waiting;
    else first = waiting;
    last = waiting;
    if (!isTimed) wakeAfter(limitMs);
    return waiting;
  }

  function remove(waiting: Waiting): void {
    if (waiting.sooner) waiting.sooner.later = waiting.later;
    else if (first === waiting) first = waiting.later;
    if (waiting.later) waiting.later.sooner = waiting.sooner;
    else if (last === waiting) last = waiting.sooner;
    waiting.sooner = undefined;
    waiting.later = undefined;
  }

  function wakeAfter(ms: number): void {
    isTimed = true;
    // Where this process was busy, answers may have arrived that it has not read yet: they come first.
    setTimeout(() => setImmediate(giveUpLate), Math.ceil(ms)).unref();
  }

  function giveUpLate(): void {
    isTimed = false;
    const nowMs = performance.now();
    while (first && first.deadlineMs <= nowMs) {
      const { giveUp } = first;
      remove(first);
      giveUp(new TimedOut());
    }
    if (first) wakeAfter(first.deadlineMs - nowMs);
  }

  return (promise) =>
    new Promise((resolve, reject) => {
      const waiting = add(reject);
      promise.then(
        (value) => {
          remove(waiting);
          resolve(value);
        },
        (error: unknown) => {
          remove(waiting);
          reject(error);
        },
      );
    });
}
