import { type Exchange, Identity, isPromise, type MaybePromise, type WhoApi } from '@who/core';
import type { SsoContext } from '../context.js';
import { markOf, sessionIdOf } from '../sessions/session-id.js';
import type { SessionKey } from '../sessions/session-key.js';
import type { SsoSession } from '../sessions/sessions.js';

/** What a logout request needs of a request. */
export type Ender = Pick<WhoApi, 'exchange' | 'forgetMetadata'>;

/**
 * Ends the session of a name, or all that share one, in every process that shares the store, and has the user's metadata
 * forgotten. A name of no session here ends none.
 *
 * @param userid whose metadata is to be forgotten, where sessions are named that several share
 * @throws {WhoError} …_SESSION_STORE_FAILED
 */
export async function endSessions(
  who: Ender,
  { settings: { sessions, peerUrl }, reasons, userdata, nameIn }: SsoContext,
  { id, group, subject }: SessionKey,
  userid?: string,
): Promise<void> {
  const { exchange } = who;
  if (!sessions) return exchange.explain?.(reasons.LOGOUT_UNKNOWN);
  const name = nameIn(exchange);
  const forget = (user: string, sessionId?: string): MaybePromise<void> =>
    who.forgetMetadata(new Identity({ userid: user, userdata: userdata.write(name, { sessionId }) }, name, name));

  if (id !== undefined) {
    const sessionId = sessionIdOf(peerUrl, id);
    const session = await sessions.end(sessionId);
    exchange.explain?.(session ? reasons.LOGOUT_BY_PEER : reasons.LOGOUT_UNKNOWN);
    if (session) await forget(session.userid, sessionId);
  }
  const nowMs = exchange.now();
  if (group !== undefined) await sessions.endAll(markOf('group', peerUrl, group), nowMs);
  if (subject !== undefined) await sessions.endAll(markOf('subject', peerUrl, subject), nowMs);
  if (group === undefined && subject === undefined) return;
  exchange.explain?.(reasons.LOGOUT_BY_PEER);
  if (userid !== undefined) await forget(userid);
}

/** The session of somebody who came through this plugin, and its id. */
function ownSessionId({ userdata, nameIn }: SsoContext, exchange: Exchange, identity: Identity): string | undefined {
  return userdata.cameThrough(identity, nameIn(exchange)) ? userdata.sessionIdIn(identity.userdata) : undefined;
}

/** The record of a session that is alive. */
export function sessionOf(
  exchange: Exchange,
  context: SsoContext,
  identity: Identity,
): MaybePromise<SsoSession | undefined> {
  const { sessions } = context.settings;
  const sessionId = sessions && ownSessionId(context, exchange, identity);
  return sessionId === undefined ? undefined : sessions?.get(sessionId);
}

/**
 * Ends the session of somebody who signs out here, so that a copy of the remembered sign-in is good for nothing. A
 * store that is down must not keep anybody signed in here.
 */
export function endOwnSession(
  exchange: Exchange,
  context: SsoContext,
  identity: Identity | undefined,
): MaybePromise<void> {
  const { sessions } = context.settings;
  const sessionId = sessions && identity && ownSessionId(context, exchange, identity);
  if (!sessions || sessionId === undefined) return undefined;
  const warn = (error: unknown): void => exchange.logger.warn((error as Error).message);
  try {
    const ended = sessions.end(sessionId);
    return isPromise(ended) ? ended.then(() => {}, warn) : undefined;
  } catch (error) {
    return warn(error);
  }
}
