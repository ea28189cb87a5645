import { chain, type MaybePromise } from '@who/core';
import type { GuardedStore } from './guarded-store.js';
import { attempt } from './outage.js';

/** Whether something comes for the first time. In this process two at the same moment are told apart in any case. */
export function once(store: GuardedStore): (key: string, ttlMs: number) => MaybePromise<boolean> {
  const underWay = new Set<string>();
  return (key, ttlMs) => {
    if (underWay.has(key)) return false;
    underWay.add(key);
    const settled = <T>(value: T): T => {
      underWay.delete(key);
      return value;
    };
    const isFirst = attempt(
      () => store.add(key, true, ttlMs),
      (error) => {
        throw settled(error);
      },
    );
    return chain(isFirst, settled);
  };
}
