import type { Reply } from '@who/core';
import type { Ender } from '@who/sso';
import type { CasSettings } from '../options.js';
import { ticketsToEnd } from './logout-request.js';

/**
 * Ends the sessions of a logout request.
 *
 * @returns nothing, or a refusal where the request names none
 * @throws {WhoError} CAS_SESSION_STORE_FAILED
 */
export async function endTickets(
  who: Ender,
  { base, ticketPattern }: CasSettings,
  xml: string,
): Promise<Reply | undefined> {
  const found = ticketsToEnd(xml, ticketPattern);
  if ('problem' in found) return base.refusePlain(who.exchange, 'LOGOUT_REQUEST_INVALID', found.problem);
  await Promise.all(found.tickets.map((id) => base.endSessions(who, { id })));
  return undefined;
}
