import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isPromise, type MaybePromise } from '@who/core';

/** Spares repeated checks of the same password, as Basic authentication asks for them with every request. */
export interface CheckMemory {
  /** The answer of `check`, or the one that it gave before. */
  recall(login: string, password: string, nowMs: number, check: () => MaybePromise<boolean>): MaybePromise<boolean>;
}

/**
 * Remembers successes for a while, and shares a check that is running among those who ask for the same one. A browser
 * asks for a page and its twenty images at once.
 *
 * Passwords are not kept, but their HMAC with a random key. Checks that answer at once are cheap and not remembered.
 *
 * @param seconds how long a success counts; 0 for not at all
 */
export function checkMemory(seconds: number, maxEntries = 10_000): CheckMemory {
  const key = randomBytes(32);
  const successes = new Map<string, { readonly digest: Buffer; readonly sinceMs: number }>();
  const running = new Map<string, PromiseLike<boolean>>();

  /** A clock that was set back makes a success old, not young. */
  const counts = (sinceMs: number, nowMs: number) => nowMs >= sinceMs && nowMs - sinceMs < seconds * 1000;

  function remember(login: string, digest: Buffer, nowMs: number): void {
    if (seconds === 0) return;
    successes.delete(login);
    successes.set(login, { digest, sinceMs: nowMs });
    // The oldest come first.
    for (const [other, { sinceMs }] of successes) {
      if (successes.size <= maxEntries && counts(sinceMs, nowMs)) break;
      successes.delete(other);
    }
  }

  return {
    recall(login, password, nowMs, check) {
      const digest = createHmac('sha256', key).update(login).update('\0').update(password).digest();
      const success = successes.get(login);
      if (success && counts(success.sinceMs, nowMs) && timingSafeEqual(success.digest, digest)) return true;

      const id = digest.toString('base64');
      const shared = running.get(id);
      if (shared) return shared;

      const answer = check();
      if (!isPromise(answer)) return answer;
      const settled = answer.then(
        (matches) => {
          running.delete(id);
          if (matches) remember(login, digest, nowMs);
          return matches;
        },
        (error: unknown) => {
          running.delete(id);
          throw error;
        },
      );
      running.set(id, settled);
      return settled;
    },
  };
}
