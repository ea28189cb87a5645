import { type AuthTktErrorCode, ticketError } from '../errors.js';
import { isClean } from './bytes.js';
import type { Ticket, TicketKey } from './ticket.js';
import { fitsType } from './userid-type.js';

/**
 * Says what is wrong with a ticket, whichever way it came: a reader refuses what a minter refuses, so that every
 * ticket that was read can be re-issued.
 */
export function problemOf(ticket: Ticket, key: Pick<TicketKey, 'compat'>): AuthTktErrorCode | undefined {
  const { userid, tokens, userdata, timestampSeconds } = ticket;
  if (userid === '' || !isClean(userid) || !fitsType(userid, userdata, key)) return 'TICKET_BAD_USERID';
  // repoze.who writes it as %21, mod_auth_tkt as it is.
  if (userid.includes('!') && key.compat !== 'repoze') return 'TICKET_BAD_USERID';
  if (!tokens.every(isToken)) return 'TICKET_BAD_TOKEN';
  if (!isClean(userdata)) return 'TICKET_BAD_USERDATA';
  if (!Number.isInteger(timestampSeconds) || timestampSeconds < 0 || timestampSeconds > 0xffffffff) {
    return 'TICKET_BAD_TIMESTAMP';
  }
  return undefined;
}

/** @throws {WhoError} any of {@link AuthTktErrorCode} but `TICKET_NEEDS_IPV4` and `TICKET_TOO_LARGE` */
export function checkTicket(ticket: Ticket, key: Pick<TicketKey, 'compat'>): void {
  const code = problemOf(ticket, key);
  if (code !== undefined) throw ticketError(code, MESSAGES[code] ?? 'The ticket cannot be made.');
}

function isToken(token: string): boolean {
  return token !== '' && isClean(token) && !token.includes('!') && !token.includes(',');
}

const MESSAGES: Partial<Record<AuthTktErrorCode, string>> = {
  TICKET_BAD_USERID:
    'This userid cannot be written into a ticket: it must not be empty or have control characters, must not have "!" ' +
    'with compat "mod_auth_tkt", and must be a decimal integer where the userdata says that it is an int.',
  TICKET_BAD_TOKEN:
    'A token cannot be written into a ticket: none may be empty or have ",", "!" or control characters.',
  TICKET_BAD_USERDATA: 'The userdata cannot be written into a ticket: it must not have control characters.',
  TICKET_BAD_TIMESTAMP: 'A ticket needs a time between 1970 and 2106 in whole seconds.',
};
