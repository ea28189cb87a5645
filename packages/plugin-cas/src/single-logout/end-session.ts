import { type Exchange, Identity, isPromise, type MaybePromise, type WhoApi } from '@who/core';
import type { CasContext } from '../context.js';
import { reasons } from '../reasons.js';
import { sessionIdOf } from '../sessions/session-id.js';
import { cameFromCas, casUserdata, sessionIdIn } from '../userdata.js';

/**
 * Ends the session that a ticket began, in every process that shares the store, and has the user's metadata forgotten.
 * A ticket that began no session here ends none.
 *
 * @throws {WhoError} CAS_SESSION_STORE_FAILED
 */
export async function endSession(
  who: Pick<WhoApi, 'exchange' | 'forgetMetadata'>,
  { settings, nameIn }: CasContext,
  ticket: string,
): Promise<void> {
  const sessionId = sessionIdOf(settings.casUrl, ticket);
  const session = await settings.sessions?.end(sessionId);
  who.exchange.explain?.(session ? reasons.CAS_LOGOUT_BY_CAS : reasons.CAS_LOGOUT_UNKNOWN);
  if (!session) return;
  const name = nameIn(who.exchange);
  const { userid } = session;
  await who.forgetMetadata(new Identity({ userid, userdata: casUserdata(name, { sessionId }) }, name, name));
}

/**
 * Ends the session of somebody who signs out here, so that a copy of the remembered sign-in is good for nothing. A
 * store that is down must not keep anybody signed in here.
 */
export function endOwnSession(
  exchange: Exchange,
  { settings: { sessions }, nameIn }: CasContext,
  identity: Identity | undefined,
): MaybePromise<void> {
  if (!sessions || !identity || !cameFromCas(identity, nameIn(exchange))) return undefined;
  const sessionId = sessionIdIn(identity.userdata);
  if (sessionId === undefined) return undefined;
  const warn = (error: unknown): void => exchange.logger.warn((error as Error).message);
  try {
    const ended = sessions.end(sessionId);
    return isPromise(ended) ? ended.then(() => {}, warn) : undefined;
  } catch (error) {
    return warn(error);
  }
}
