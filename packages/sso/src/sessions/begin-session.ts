import { chain, type Exchange, type MaybePromise } from '@who/core';
import type { SsoContext } from '../context.js';
import type { Accepted } from '../protocol.js';
import { markOf, randomSessionId, sessionIdOf } from './session-id.js';
import type { SessionKeeper, SsoSession } from './sessions.js';

/** A session that was begun in this request. */
interface Begun {
  readonly sessionId: string;
  readonly isAlive: MaybePromise<boolean>;
}

/**
 * Notes that an answer has begun a session, before anybody remembers it; once, however often the engine asks who it is.
 *
 * @param sinceMs when the answer came, in milliseconds since 1970
 * @returns what is to be remembered with the identity; nothing where a logout elsewhere has ended the session already
 * @throws {WhoError} …_SESSIONS_NOT_ASKED, …_SESSION_STORE_FAILED
 */
export function beginSession(
  exchange: Exchange,
  context: SsoContext,
  accepted: Accepted,
  sinceMs: number,
): MaybePromise<string | undefined> {
  const { settings, userdata } = context;
  const { isRenewed, userdata: more } = accepted;
  const name = context.nameIn(exchange);
  const { sessions } = settings;
  if (!sessions) return userdata.write(name, { isRenewed, more });
  if (!sessions.isAsked()) {
    const problem = 'Nobody asks which sessions are over: give "isRevoked" of the sessions to the rememberer.';
    throw context.failures.setUp('SESSIONS_NOT_ASKED', problem);
  }

  const begun = begunIn(exchange, accepted) ?? begin(settings.peerUrl, sessions, accepted, sinceMs);
  exchange.scratch.set(accepted, begun);
  const { sessionId, isAlive } = begun;
  return chain(isAlive, (alive) => (alive ? userdata.write(name, { isRenewed, more, sessionId }) : undefined));
}

/** Whether the session that an answer has begun was ended at once. */
export function isOverAlready(exchange: Exchange, accepted: Accepted): MaybePromise<boolean> {
  return chain(begunIn(exchange, accepted)?.isAlive, (isAlive) => isAlive === false);
}

function begin(
  peerUrl: string,
  sessions: SessionKeeper,
  { userid, session: { id, group, subject } = {}, kept }: Accepted,
  sinceMs: number,
): Begun {
  const sessionId = id === undefined ? randomSessionId() : sessionIdOf(peerUrl, id);
  const marks = [
    ...(group === undefined ? [] : [markOf('group', peerUrl, group)]),
    ...(subject === undefined ? [] : [markOf('subject', peerUrl, subject)]),
  ];
  const shared = marks.length === 0 ? {} : { marks, begunMs: sinceMs };
  const session: SsoSession = { ...kept, ...shared, userid };
  return { sessionId, isAlive: sessions.begin(sessionId, session) };
}

function begunIn({ scratch }: Exchange, accepted: Accepted): Begun | undefined {
  return scratch.get(accepted) as Begun | undefined;
}
