import { hash, randomBytes } from 'node:crypto';
import { quietTimer } from '@who/secrets';
import { RecentlyUsed } from '../counting/recently-used.js';

/** What a check came to. */
export type Outcome = 'right' | 'wrong' | 'refused' | 'failed';

/** Secrets that were right a short while ago, and those that are being checked now. */
export interface Recent {
  /** What stands for a secret of a pair. Nobody outside of this process could make it. */
  digest(pair: string, secret: string): string;
  wasRight(pair: string, digest: string): boolean;
  right(pair: string, digest: string): void;
  /** It was right, and is no more. @returns whether this is news */
  forget(pair: string, digest: string): boolean;
  /**
   * Waits for a check of the same secret, if one is under way.
   *
   * @returns whether it makes sense to wait for another one
   */
  underWay(digest: string): Promise<boolean> | undefined;
  /** @returns what is to be called at its end */
  begin(digest: string): (outcome: Outcome) => void;
}

/** For as long as this, a secret that was right does not count as a guess. */
const RIGHT_MS = 600_000;
/** A check that takes longer is waited for no more. */
const MOST_WAIT_MS = 10_000;

/** Checks of one secret: one at a time, while others wait. */
interface Checks {
  isRunning: boolean;
  readonly waiting: Set<(mayWait: boolean) => void>;
}

/** @param maxPairs how many are remembered */
export function recent(maxPairs: number, now: () => number): Recent {
  // In front of what is hashed, for it costs a third of an HMAC, and no digest is ever seen by anybody.
  const key = randomBytes(32).toString('base64');
  const rights = new RecentlyUsed<{ digest: string; untilMs: number }>(maxPairs);
  const running = new Map<string, Checks>();

  /** Of those that wait for what was wrong, one is checked next. Otherwise they have nothing to wait for any more. */
  function end(digest: string, checks: Checks, outcome: Outcome): void {
    checks.isRunning = false;
    const [next] = checks.waiting;
    if (outcome === 'wrong' && next) {
      next(true);
      return;
    }
    running.delete(digest);
    for (const go of checks.waiting) go(outcome === 'right');
  }

  return {
    digest: (pair, secret) => hash('sha256', `${key}${pair}\0${secret}`, 'base64'),
    wasRight(pair, digest) {
      const right = rights.get(pair);
      return right?.digest === digest && now() < right.untilMs;
    },
    right(pair, digest) {
      const right = rights.get(pair);
      const untilMs = now() + RIGHT_MS;
      if (right) Object.assign(right, { digest, untilMs });
      else rights.set(pair, { digest, untilMs });
    },
    forget(pair, digest) {
      const right = rights.get(pair);
      if (right?.digest !== digest) return false;
      right.digest = '';
      return true;
    },
    underWay(digest) {
      const checks = running.get(digest);
      if (!checks?.isRunning) return undefined;
      return new Promise((resolve) => {
        const go = (mayWait: boolean): void => {
          clearTimeout(timer);
          checks.waiting.delete(go);
          resolve(mayWait);
        };
        const timer = quietTimer(() => go(false), MOST_WAIT_MS);
        checks.waiting.add(go);
      });
    },
    begin(digest) {
      let checks = running.get(digest);
      const isBeside = checks?.isRunning === true;
      if (!checks) {
        checks = { isRunning: true, waiting: new Set() };
        running.set(digest, checks);
      }
      checks.isRunning = true;
      const own = checks;
      return (outcome) => {
        if (!isBeside) end(digest, own, outcome);
      };
    },
  };
}
