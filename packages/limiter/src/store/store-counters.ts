import { type Count, type MakeCounters, NONE } from '../counting/counters.js';
import { StoreFailure } from './failure.js';
import { inTime } from './in-time.js';

/** What is needed of a limiter of `rate-limiter-flexible`, whichever database it counts in. */
export interface LimiterStore {
  penalty(key: string, points: number, options: { readonly customDuration: number }): Promise<StoreCount>;
  reward(key: string, points: number, options: { readonly customDuration: number }): Promise<StoreCount>;
  get(key: string): Promise<StoreCount | null>;
  set(key: string, points: number, seconds: number): Promise<unknown>;
  delete(key: string): Promise<unknown>;
}

/** What a limiter says of a key. */
export interface StoreCount {
  readonly consumedPoints: number;
  readonly msBeforeNext: number;
}

/**
 * Numbers in a database that several processes share.
 *
 * @param store as soon as it is there
 */
export function storeCounters(store: PromiseLike<LimiterStore>, timeoutMs: number): MakeCounters {
  const ask = <T>(question: (store: LimiterStore) => Promise<T>): Promise<T> =>
    inTime(
      store.then((it) => question(it)),
      timeoutMs,
    );

  return (name) => {
    const full = (key: string): string => `${name}:${key}`;
    return {
      async add(key, by, seconds) {
        const options = { customDuration: seconds };
        if (by > 0) return countOf(await ask((it) => it.penalty(full(key), by, options)));
        const count = countOf(await ask((it) => it.reward(full(key), -by, options)));
        // It was over already, and has begun anew below nothing.
        if (count.value < 0) await ask((it) => it.delete(full(key)));
        return count;
      },
      async get(key) {
        const count = await ask((it) => it.get(full(key)));
        return count === null ? NONE : countOf(count);
      },
      set: (key, seconds) => ask((it) => it.set(full(key), 1, seconds)),
      delete: (key) => ask((it) => it.delete(full(key))),
    };
  };
}

/** @throws {StoreFailure} for what is no number: somebody else has written there */
function countOf({ consumedPoints, msBeforeNext }: StoreCount): Count {
  if (!Number.isFinite(consumedPoints) || !Number.isFinite(msBeforeNext)) throw new StoreFailure('BAD_ANSWER');
  return { value: consumedPoints, leftMs: Math.max(msBeforeNext, 0) };
}
