import type { Reply } from '@who/core';
import type { CasContext } from '../context.js';
import { endSession } from './end-session.js';
import { ticketsToEnd } from './logout-request.js';
import { plainAnswer, refuseRequest, refuseSender } from './replies.js';

/**
 * Answers a POST of the callback path that brings logout requests: the CAS server itself says that a session is
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
  const [xml = ''] = requests;
  if (requests.length > 1) return refuseRequest(exchange, 'there is more than one');
  const found = ticketsToEnd(xml, context.settings.ticketPattern);
  if ('problem' in found) return refuseRequest(exchange, found.problem);
  await Promise.all(found.tickets.map((ticket) => endSession(who, context, ticket)));
  return plainAnswer();
}
