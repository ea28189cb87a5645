import type { Reply } from '@who/core';
import type { CasContext } from '../context.js';
import { endSession } from './end-session.js';
import { ticketToEnd } from './logout-request.js';
import { plainAnswer, refuseSender } from './replies.js';

/**
 * Answers a POST of the callback path that has `logoutRequest` fields: the CAS server itself says that a session is
 * over. Nothing signs the request; that it knows the ticket is its proof, and `casAddresses` can ask for more.
 *
 * @throws {WhoError} CAS_SESSION_STORE_FAILED
 */
export async function backChannelLogout(
  who: Parameters<typeof endSession>[0],
  context: CasContext,
  requests: readonly string[],
): Promise<Reply> {
  const { exchange } = who;
  if (!context.settings.isCasAddress(exchange.remoteAddress)) return refuseSender(exchange);
  const [xml] = requests;
  const ticket = requests.length === 1 && xml !== undefined ? ticketToEnd(xml) : undefined;
  if (ticket === undefined) return plainAnswer('CAS_LOGOUT_REQUEST_INVALID');
  await endSession(who, context, ticket);
  return plainAnswer();
}
