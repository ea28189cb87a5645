import { setImmediate } from 'node:timers/promises';

/** Something long, in steps of a few milliseconds: a generator that has its result at the end. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Goes through all steps without a pause. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Gives others their turn between two steps. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await setImmediate();
  }
}

export function isSteps<T>(value: T | Steps<T>): value is Steps<T> {
  return typeof (value as Steps<T> | undefined)?.next === 'function';
}
