import { isPromise, type MaybePromise } from '@who/core';
import type { Names } from '../naming.js';

/** What is said once for each time that the store fails. */
export function outage(
  { package: plugin, prefix }: Names,
  what: 'UNCHECKED' | 'NOT_KEPT',
  consequence: string,
): { lasts(): void; isOver(): void } {
  let isSaid = false;
  return {
    lasts() {
      if (!isSaid) {
        const code = `WHO_${prefix}_SESSIONS_${what}`;
        process.emitWarning(`[${plugin}] The session store fails; ${consequence}.`, { code });
      }
      isSaid = true;
    },
    isOver() {
      isSaid = false;
    },
  };
}

/** Calls what may throw or reject; both are the same failure. */
export function attempt<T, F>(call: () => MaybePromise<T>, failed: (error: unknown) => F): MaybePromise<T | F> {
  try {
    const answer = call();
    return isPromise(answer) ? answer.then(undefined, failed) : answer;
  } catch (error) {
    return failed(error);
  }
}
