import { type Snapshot, snapshot } from './snapshot.js';

/** A part of a value. */
export interface Part extends Snapshot {
  /** Names of the entries that are not in it. */
  readonly leftOut: readonly string[];
}

/**
 * A snapshot of as many entries of an object as there is room for, the smallest first; in their own order.
 *
 * @returns `undefined` where there is room for none, this is no object, or something in it is not plain data
 */
export function smallestEntries(source: unknown, maxBytes: number): Part | undefined {
  if (typeof source !== 'object' || source === null || Array.isArray(source)) return undefined;
  const sized: { readonly name: string; readonly bytes: number }[] = [];
  for (const [name, item] of Object.entries(source)) {
    const alone = snapshot({ [name]: item }, maxBytes, false);
    if (alone === 'is not plain data') return undefined;
    sized.push({ name, bytes: typeof alone === 'string' ? Number.POSITIVE_INFINITY : alone.bytes });
  }
  sized.sort((one, other) => one.bytes - other.bytes);
  let bytes = 0;
  const leftOut = sized.filter((entry) => {
    bytes += entry.bytes;
    return bytes > maxBytes;
  });
  if (leftOut.length === sized.length) return undefined;
  const names = new Set(leftOut.map(({ name }) => name));
  const part = snapshot(Object.fromEntries(Object.entries(source).filter(([name]) => !names.has(name))), maxBytes);
  return typeof part === 'string' ? undefined : { ...part, leftOut: [...names] };
}
