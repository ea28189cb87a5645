import { chain, type MaybePromise } from '@who/core';
import type { GuardedStore } from './guarded-store.js';
import { attempt } from './outage.js';
import type { SsoSession } from './sessions.js';
import { unwrittenEnds } from './unwritten-ends.js';

/**
 * Ends of all sessions that share something: since when. No list of the sessions is kept, which two processes could not
 * both write; so each session looks for its marks. A session knows by itself when it began: the time in a remembered
 * ticket would not do, as tickets are re-issued with new ones.
 */
export interface Marks {
  /** @throws {WhoError} …_SESSION_STORE_FAILED, but in this process they are over all the same */
  end(mark: string, nowMs: number): MaybePromise<void>;
  /** @throws {WhoError} …_SESSION_STORE_FAILED */
  isOver(session: SsoSession): MaybePromise<boolean>;
}

export function marks(store: GuardedStore, lifetimeMs: number): Marks {
  const unwritten = unwrittenEnds<number>((mark, sinceMs) => store.set(mark, sinceMs, lifetimeMs), lifetimeMs);

  /** @param at the first of the marks that is looked for */
  function anyEnded(marks: readonly string[], begunMs: number, at = 0): MaybePromise<boolean> {
    const mark = marks[at];
    if (mark === undefined) return false;
    if (begunMs <= (unwritten.get(mark) ?? -1)) return true;
    return chain(store.get(mark), (sinceMs) =>
      typeof sinceMs === 'number' && begunMs <= sinceMs ? true : anyEnded(marks, begunMs, at + 1),
    );
  }

  return {
    isOver: ({ marks, begunMs = 0 }) => (marks === undefined ? false : anyEnded(marks, begunMs)),
    end(mark, nowMs) {
      return attempt(
        () => store.set(mark, nowMs, lifetimeMs),
        (error) => {
          unwritten.add(mark, nowMs);
          throw error;
        },
      );
    },
  };
}
