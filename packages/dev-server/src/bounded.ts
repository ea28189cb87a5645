/** Sets an entry, and drops the oldest when there are too many, so that a server left running does not grow. */
export function setBounded<K, V>(map: Map<K, V>, key: K, value: V, maxEntries: number): void {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= maxEntries) return;
    map.delete(oldest);
  }
}

/** Appends an item, and drops the oldest when there are too many. */
export function pushBounded<T>(list: T[], item: T, maxEntries: number): void {
  list.push(item);
  if (list.length > maxEntries) list.shift();
}
