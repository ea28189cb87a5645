import { chain, type MaybePromise } from '@who/core';
import { both } from './both.js';
import type { Counters } from './counters.js';
import { delaySeconds, type Limit } from './limit.js';

/** What became of a try. */
export interface Taken {
  /** How long to wait; 0 where it may be made. Then it counts as a failure already. */
  readonly waitMs: number;
  /** Which failure it is. */
  readonly failures: number;
  /** Until when nobody else may try because of this one; 0 where others may. */
  readonly delaysUntilMs: number;
}

/** Counts failures under keys, before anybody knows whether they are: many tries at once are no more than one by one. */
export interface Tally {
  take(key: string): MaybePromise<Taken>;
  /** Undoes what was taken: it was no failure. */
  giveBack(key: string, taken: Taken): MaybePromise<unknown>;
  /** Forgets all failures. */
  clear(key: string): MaybePromise<unknown>;
  /** How long a try would have to wait, in milliseconds. Counts nothing. */
  waiting(key: string): MaybePromise<number>;
  /** Whether there are no failures, and nothing that may become one. */
  isClean(key: string): MaybePromise<boolean>;
}

/** Where nothing is counted. */
export const FREE: Taken = Object.freeze({ waitMs: 0, failures: 0, delaysUntilMs: 0 });

/**
 * The free failures pass side by side. Each further one has to begin a delay, and only one at a time can: whoever adds
 * the first to the number of the delay, which is gone when it is over. What has to wait does not count.
 */
export function tally(limit: Limit, failures: Counters, delays: Counters, now: () => number): Tally {
  const { freeFailures, windowSeconds } = limit;
  const minus = (key: string) => failures.add(key, -1, windowSeconds);

  return {
    take: (key) =>
      chain(failures.add(key, 1, windowSeconds), ({ value }) => {
        if (value <= freeFailures) return { waitMs: 0, failures: value, delaysUntilMs: 0 };
        const seconds = delaySeconds(limit, value - freeFailures);
        return chain(delays.add(key, 1, seconds), (delay) => {
          if (delay.value === 1) return { waitMs: 0, failures: value, delaysUntilMs: now() + seconds * 1000 };
          return chain(minus(key), () => ({
            waitMs: Math.max(delay.leftMs, 1),
            failures: value - 1,
            delaysUntilMs: 0,
          }));
        });
      }),
    giveBack(key, { waitMs, failures: number, delaysUntilMs }) {
      if (waitMs > 0 || number === 0) return undefined;
      // Later on it may be the delay of another failure.
      const isOwn = now() < delaysUntilMs;
      return both(minus(key), isOwn ? delays.delete(key) : undefined);
    },
    clear: (key) => both(failures.delete(key), delays.delete(key)),
    isClean: (key) => chain(failures.get(key), ({ value }) => value <= 0),
    waiting: (key) =>
      chain(both(failures.get(key), delays.get(key)), ([{ value }, { leftMs }]) =>
        value < freeFailures ? 0 : Math.max(leftMs, 0),
      ),
  };
}
