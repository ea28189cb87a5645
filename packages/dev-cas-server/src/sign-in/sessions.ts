import { setBounded } from '@who/dev-server';
import { newId } from '../ids.js';
import type { ServiceTicket } from '../validation/tickets.js';

/** A single sign-on session: somebody is signed in here. */
export interface SsoSession {
  readonly userid: string;
  /** The value of its cookie. A new sign-in changes it. */
  cookie: string;
  /** When the password was last given. Milliseconds since 1970. */
  authenticatedAtMs: number;
  /** The tickets that services have validated: those services are told of a logout. */
  readonly signedIn: ServiceTicket[];
  ended: boolean;
}

/** The single sign-on sessions. */
export interface SsoSessions {
  start(userid: string): SsoSession;
  /** The password was given again: the session goes on under a new cookie. */
  renew(session: SsoSession): SsoSession;
  /** The session of a cookie, while it lasts. */
  find(cookie: string | undefined): SsoSession | undefined;
  /** Whether it has neither ended nor grown too old. */
  lasts(session: SsoSession): boolean;
  end(session: SsoSession): void;
  /** Every session that has not ended. */
  list(): readonly SsoSession[];
}

const maxSessions = 1_000;

export function createSsoSessions(lifetimeSeconds: number, now: () => number): SsoSessions {
  const sessions = new Map<string, SsoSession>();
  const keep = (session: SsoSession): SsoSession => {
    setBounded(sessions, session.cookie, session, maxSessions);
    return session;
  };
  const lasts = (session: SsoSession): boolean =>
    !session.ended && now() - session.authenticatedAtMs <= lifetimeSeconds * 1_000;

  return {
    lasts,
    start: (userid) => keep({ userid, cookie: newId('TGC'), authenticatedAtMs: now(), signedIn: [], ended: false }),
    renew(session) {
      sessions.delete(session.cookie);
      session.cookie = newId('TGC');
      session.authenticatedAtMs = now();
      return keep(session);
    },
    find(cookie) {
      const session = cookie === undefined ? undefined : sessions.get(cookie);
      return session && lasts(session) ? session : undefined;
    },
    end(session) {
      session.ended = true;
      sessions.delete(session.cookie);
    },
    list: () => [...sessions.values()],
  };
}
