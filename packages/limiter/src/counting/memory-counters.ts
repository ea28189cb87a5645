import { type Count, type Counters, NONE } from './counters.js';
import { RecentlyUsed } from './recently-used.js';

interface Entry {
  value: number;
  endsMs: number;
}

/**
 * Numbers in this process, at once. There are no timers: what is over stays until it begins anew, or has to make room.
 *
 * @param maxKeys when there are more, those that nobody has asked for longest go first
 */
export function memoryCounters(maxKeys: number, now: () => number): Counters {
  const entries = new RecentlyUsed<Entry>(maxKeys);

  function begin(key: string, entry: Entry | undefined, value: number, endsMs: number): Entry {
    if (entry === undefined) {
      const made = { value, endsMs };
      entries.set(key, made);
      return made;
    }
    entry.value = value;
    entry.endsMs = endsMs;
    return entry;
  }

  const isOver = ({ value, endsMs }: Entry, nowMs: number): boolean => value <= 0 || endsMs <= nowMs;
  const count = ({ value, endsMs }: Entry, nowMs: number): Count => ({ value, leftMs: endsMs - nowMs });

  return {
    add(key, by, seconds) {
      const nowMs = now();
      let entry = entries.get(key);
      if (entry === undefined || isOver(entry, nowMs)) {
        if (by < 0) return NONE;
        entry = begin(key, entry, 0, nowMs + seconds * 1000);
      }
      entry.value += by;
      return count(entry, nowMs);
    },
    get(key) {
      const nowMs = now();
      const entry = entries.get(key);
      return entry === undefined || isOver(entry, nowMs) ? NONE : count(entry, nowMs);
    },
    set(key, seconds) {
      begin(key, entries.get(key), 1, now() + seconds * 1000);
    },
    delete(key) {
      const entry = entries.get(key);
      if (entry) entry.value = 0;
    },
  };
}
