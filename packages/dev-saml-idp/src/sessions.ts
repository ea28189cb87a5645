import type { SignedIn } from './messages/write.js';

/** Somebody who is signed in in one browser, and where else. */
export interface Session extends SignedIn {
  /** EntityIDs of the applications that know of it. */
  readonly applications: Set<string>;
}

/** The sessions by what their cookie says; the oldest goes when there are too many. */
export function createSessions(): {
  find(id: string | undefined): Session | undefined;
  add(id: string, session: Session): void;
  end(id: string | undefined): void;
} {
  const sessions = new Map<string, Session>();
  return {
    find: (id) => (id === undefined ? undefined : sessions.get(id)),
    add(id, session) {
      const [oldest] = sessions.keys();
      if (oldest !== undefined && sessions.size >= MAX_SESSIONS) sessions.delete(oldest);
      sessions.set(id, session);
    },
    end(id) {
      if (id !== undefined) sessions.delete(id);
    },
  };
}

const MAX_SESSIONS = 1000;
