import type { Directory } from '../directory/directory.js';
import { isName } from '../people/names.js';
import type { People } from '../people/people.js';
import { changedIn } from './stamp.js';

/** A sign-in that may have to end: what a ticket says. */
export interface Session {
  readonly userid: string;
  readonly userdata: string;
  /** When it was made, in seconds since 1970. */
  readonly timestampSeconds: number;
}

/** Whether sign-ins are still good. */
export interface Standings {
  isUserAllowed(userid: string): Promise<boolean>;
  isRevoked(session: Session): Promise<boolean>;
  /** Has just signed in: what was known before counts no more. */
  signedIn(userid: string): void;
}

/** What the directory says about a user: nothing where there is none. */
interface Standing {
  readonly changed: string | undefined;
  /** When it was asked for, by the clock that does not jump, and in milliseconds since 1970. */
  readonly atMs: number;
  readonly sinceEpochMs: number;
}

/** @param recheckMs how long a standing counts */
export function standings(directory: Directory, people: People, recheckMs: number): Standings {
  const known = new Map<string, Promise<Standing>>();

  async function read(userid: string): Promise<Standing> {
    const at = { atMs: performance.now(), sinceEpochMs: Date.now() };
    if (!isName(userid)) return { changed: undefined, ...at };
    const person = await directory.ask('lookups', (connection, untilMs) =>
      people.byUserid(connection, userid, untilMs),
    );
    return { changed: person?.changed, ...at };
  }

  function begin(userid: string): Promise<Standing> {
    const reading = read(userid);
    known.delete(userid);
    known.set(userid, reading);
    const [oldest] = known.keys();
    if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
    reading.catch(() => {
      if (known.get(userid) === reading) known.delete(userid);
    });
    return reading;
  }

  /** One that is no older, or comes from the directory now. Who asks meanwhile shares the answer. */
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
      const own = changedIn(userdata);
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

const MAX_KNOWN = 10_000;
/** How far the clocks of several servers may be apart. */
const CLOCK_SKEW_MS = 60_000;
