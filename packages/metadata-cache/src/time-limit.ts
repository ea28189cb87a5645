/** Why a call was given up. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/** Gives up on promises that take too long. `outcome` hears how it went before those who wait for it do. */
export type TimeLimit = <T>(promise: PromiseLike<T>, outcome?: Outcome) => Promise<T>;

/** Hears once how it went: one of the two. */
export interface Outcome {
  answered(): void;
  /** @param error what it failed with, or {@link TimedOut} */
  failed(error: unknown): void;
}

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
 * in the order of their deadlines, and one timer serves them all. It does not keep the process alive.
 *
 * What comes after the limit is dropped, an error too.
 */
export function timeLimit(limitMs: number): TimeLimit {
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
    setTimeout(() => setImmediate(giveUpLate), Math.ceil(ms)).unref();
  }

  function giveUpLate(): void {
    isTimed = false;
    const nowMs = performance.now();
    while (first && first.deadlineMs <= nowMs) first.giveUp(new TimedOut());
    if (first) wakeAfter(first.deadlineMs - nowMs);
  }

  return (promise, outcome) =>
    new Promise((resolve, reject) => {
      const giveUp = (error: unknown): void => {
        if (!remove(waiting)) return;
        outcome?.failed(error);
        reject(error);
      };
      const waiting = add(giveUp);
      promise.then((value) => {
        if (!remove(waiting)) return;
        outcome?.answered();
        resolve(value);
      }, giveUp);
    });
}
