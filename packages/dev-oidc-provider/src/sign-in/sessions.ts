import { type KnownUser, randomName, setBounded } from '@who/dev-server';
import type { DevOidcClient } from '../options.js';

/** Somebody who is signed in in one browser, and where else. */
export interface Session {
  /** What the cookie says. */
  readonly id: string;
  /** What applications call it. */
  readonly sid: string;
  readonly user: KnownUser;
  /** When the password was typed. Milliseconds since 1970. */
  readonly sinceMs: number;
  /** Applications that have got to know of it. */
  readonly clients: Set<DevOidcClient>;
}

/** The sessions of all browsers; the oldest goes when there are too many. */
export interface Sessions {
  find(id: string | undefined): Session | undefined;
  start(user: KnownUser): Session;
  /** The same session, after the password has been typed once more. */
  renew(session: Session): Session;
  end(session: Session): void;
  list(): readonly Session[];
}

export function createSessions(now: () => number): Sessions {
  const sessions = new Map<string, Session>();
  const keep = (session: Session): Session => {
    setBounded(sessions, session.id, session, MAX_SESSIONS);
    return session;
  };
  return {
    find: (id) => (id === undefined ? undefined : sessions.get(id)),
    start: (user) => keep({ id: randomName(), sid: randomName(), user, sinceMs: now(), clients: new Set() }),
    renew(session) {
      sessions.delete(session.id);
      // Whoever knew the old cookie learns nothing of the new password.
      return keep({ ...session, id: randomName(), sinceMs: now() });
    },
    end: ({ id }) => void sessions.delete(id),
    list: () => [...sessions.values()],
  };
}

const MAX_SESSIONS = 1_000;
