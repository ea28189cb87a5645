import { randomBytes } from 'node:crypto';
import { chain, type MaybePromise } from '@who/core';
import type { GuardedStore } from './guarded-store.js';

/**
 * Keeps a value where nothing is kept, in a store that can only read and write. However many processes do it at a time
 * and in whatever order the store sees their steps, it is done by one of them at most; and by who comes alone, always.
 * Where several come at the very same moment, it may be done by none.
 *
 * That is a splitter (M. Moir and J. H. Anderson, "Wait-Free Algorithms for Fast, Long-Lived Renaming", 1995): who finds
 * its name still at the door after it has closed it, was alone when it went through. It takes that whoever reads sees
 * what others have written before, so no replica that lags behind.
 *
 * @returns `false` when something is kept there already, or somebody else is about it
 */
export function addBySteps(
  store: Pick<GuardedStore, 'get' | 'set'>,
  key: string,
  value: unknown,
  ttlMs: number,
): MaybePromise<boolean> {
  const door = `${key} door`;
  const name = randomBytes(12).toString('base64url');
  const isThere = (found: unknown): boolean => found !== undefined && found !== null;
  return chain(store.get(key), (early) => {
    if (isThere(early)) return false;
    return chain(store.set(door, name, ttlMs), () =>
      chain(store.get(key), (late) => {
        if (isThere(late)) return false;
        return chain(store.set(key, value, ttlMs), () => chain(store.get(door), (found) => found === name));
      }),
    );
  });
}
