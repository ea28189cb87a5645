import { isLasting } from './lasting.js';

/** A sign-in that may have to end: what a ticket says. */
export interface Session {
  readonly userid: string;
  readonly userdata: string;
  /** When it was made, in seconds since 1970. */
  readonly timestampSeconds: number;
}

/** Whether sign-ins are still good. */
export interface Standings {
  /** Whether there still is such a user. */
  isUserAllowed(userid: string): Promise<boolean>;
  /** Whether the user is gone, or has another password since. */
  isRevoked(session: Session): Promise<boolean>;
  /** Has just signed in: what was known before counts no more. */
  signedIn(userid: string): void;
}

/** What a backend says about a user: nothing where there is none. */
interface Standing {
  readonly changed: string | undefined;
  /** When it was asked for, by the clock that does not jump, and in milliseconds since 1970. */
  readonly atMs: number;
  readonly sinceEpochMs: number;
}

/**
 * For authenticators with users in a backend: asks it whether sign-ins are still good, for `isUserAllowed` and `isRevoked`
 * of `authTkt`. Who asks at the same time shares an answer, and answers count for a while.
 *
 * @param changedOf when the password of a user was changed, as the backend writes it; empty where it does not say, and
 *   `undefined` where there is no such user, in exactly this spelling
 * @param recheckMs how long an answer counts, in milliseconds
 * @example
 * const { isUserAllowed } = standings(async (userid) => (userid === 'alice' ? '2026-01-01' : undefined), 60_000);
 */
export function standings(changedOf: (userid: string) => Promise<string | undefined>, recheckMs: number): Standings {
  const known = new Map<string, Promise<Standing>>();

  async function read(userid: string): Promise<Standing> {
    const at = { atMs: performance.now(), sinceEpochMs: Date.now() };
    return { changed: await changedOf(userid), ...at };
  }

  function begin(userid: string): Promise<Standing> {
    const reading = read(userid);
    if (isLasting) keep(userid, reading);
    // An answer that may be cut off with its request is for nobody else before it is there.
    else reading.then(() => keep(userid, reading)).catch(() => {});
    return reading;
  }

  function keep(userid: string, reading: Promise<Standing>): void {
    known.delete(userid);
    known.set(userid, reading);
    const [oldest] = known.keys();
    if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
    reading.catch(() => {
      if (known.get(userid) === reading) known.delete(userid);
    });
  }

  /** One that is no older, or comes from the backend now. Who asks meanwhile shares the answer. */
  async function standing(userid: string, maxAgeMs: number): Promise<Standing> {
    const before = known.get(userid);
    const kept = await before;
    if (kept && performance.now() - kept.atMs < maxAgeMs) return kept;
    // Others may have begun while this one waited.
    const now = known.get(userid);
    return now && now !== before ? now : begin(userid);
  }

  return {
    isUserAllowed: async (userid) => (await standing(userid, recheckMs)).changed !== undefined,
    async isRevoked({ userid, userdata, timestampSeconds }) {
      const own = userdata.startsWith(MARK) ? userdata.slice(MARK.length) : undefined;
      const isOver = ({ changed }: Standing): boolean =>
        changed === undefined || (own !== undefined && changed !== own);
      const kept = await standing(userid, recheckMs);
      if (!isOver(kept)) return false;
      // Somebody may have signed in with the new password, here or elsewhere, after what is kept was asked for.
      const isOlder = timestampSeconds * 1000 < kept.sinceEpochMs - CLOCK_SKEW_MS;
      return isOlder || isOver(await standing(userid, 0));
    },
    signedIn: (userid) => void known.delete(userid),
  };
}

/** What a sign-in keeps, in its `userdata`, of when its password was changed: {@link standings} compares it. */
export function passwordChanged(changed: string): { readonly userdata?: string } {
  return changed === '' ? {} : { userdata: `${MARK}${changed}` };
}

const MARK = 'pwd=';
const MAX_KNOWN = 10_000;
/** How far the clocks of several servers may be apart. */
const CLOCK_SKEW_MS = 60_000;
