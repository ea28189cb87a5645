import type { LimiterStore, StoreCount } from '../src/index.js';

type Entries = Map<string, { points: number; endsMs: number }>;

/** What `rate-limiter-flexible` does with Redis: whole seconds, and a key begins anew when it is over. */
export function fakeStore(
  now: () => number,
  answer: <T>(value: T) => Promise<T> = (value) => Promise.resolve(value),
): LimiterStore & { readonly entries: Entries } {
  const entries: Entries = new Map();
  const live = (key: string) => {
    const entry = entries.get(key);
    return entry && entry.endsMs > now() ? entry : undefined;
  };
  const add = (key: string, points: number, seconds: number): StoreCount => {
    const entry = live(key) ?? { points: 0, endsMs: now() + Math.floor(seconds) * 1000 };
    entry.points += points;
    entries.set(key, entry);
    return { consumedPoints: entry.points, msBeforeNext: entry.endsMs - now() };
  };
  return {
    entries,
    penalty: (key, points, { customDuration }) => answer(add(key, points, customDuration)),
    reward: (key, points, { customDuration }) => answer(add(key, -points, customDuration)),
    get(key) {
      const entry = live(key);
      return answer(entry ? { consumedPoints: entry.points, msBeforeNext: entry.endsMs - now() } : null);
    },
    set(key, points, seconds) {
      entries.set(key, { points, endsMs: now() + seconds * 1000 });
      return answer(undefined);
    },
    delete: (key) => answer(entries.delete(key)),
  };
}
