import { setBounded } from '@who/dev-server';
import type { SignedIn } from './messages/write.js';

/** Somebody who is signed in in one browser, and where else. */
export interface Session extends SignedIn {
  /** EntityIDs of the applications that know of it. */
  readonly applications: Set<string>;
}

/** The sessions by what their cookie says; the oldest goes when there are too many. */
export interface Sessions {
  find(id: string | undefined): Session | undefined;
  add(id: string, session: Session): void;
  end(id: string | undefined): void;
}

export function createSessions(): Sessions {
  const sessions = new Map<string, Session>();
  return {
    find: (id) => (id === undefined ? undefined : sessions.get(id)),
    add: (id, session) => setBounded(sessions, id, session, MAX_SESSIONS),
    end(id) {
      if (id !== undefined) sessions.delete(id);
    },
  };
}

const MAX_SESSIONS = 1_000;
