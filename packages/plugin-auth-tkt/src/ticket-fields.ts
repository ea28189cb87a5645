import { isClean } from './bytes.js';
import { type AuthTktErrorCode, ticketError } from './errors.js';
import type { Compat, Ticket } from './ticket.js';

/**
 * Says what is wrong with a ticket, whichever way it came: a reader refuses what a minter refuses, so that every
 * ticket that was read can be re-issued.
 */
export function problemOf(ticket: Ticket, compat: Compat): AuthTktErrorCode | undefined {
  const { userid, tokens, userdata, timestampSeconds } = ticket;
  if (userid === '' || !isClean(userid) || userid.includes('!')) return 'TICKET_BAD_USERID';
  if (compat === 'repoze' && saysInteger(userdata) && !isInteger(userid)) return 'TICKET_BAD_USERID';
  if (!tokens.every(isToken)) return 'TICKET_BAD_TOKEN';
  if (!isClean(userdata)) return 'TICKET_BAD_USERDATA';
  if (!Number.isInteger(timestampSeconds) || timestampSeconds < 0 || timestampSeconds > 0xffffffff) {
    return 'TICKET_BAD_TIMESTAMP';
  }
  return undefined;
}

/** @throws {WhoError} any of {@link AuthTktErrorCode} but `TICKET_NEEDS_IPV4` and `TICKET_TOO_LARGE` */
export function checkTicket(ticket: Ticket, compat: Compat): void {
  const code = problemOf(ticket, compat);
  if (code !== undefined) throw ticketError(code, MESSAGES[code] ?? 'The ticket cannot be made.');
}

function isToken(token: string): boolean {
  return token !== '' && isClean(token) && !token.includes('!') && !token.includes(',');
}

/** repoze.who notes in the userdata, a query string, that a userid is a Python int. Of several notes the last counts. */
function saysInteger(userdata: string): boolean {
  return userdata.includes('userid_type') && new URLSearchParams(userdata).getAll('userid_type').at(-1) === 'int';
}

/** Whether Python's `str(int(userid))` would give the userid back. */
function isInteger(userid: string): boolean {
  return /^(?:0|-?[1-9][0-9]*)$/.test(userid);
}

const MESSAGES: Partial<Record<AuthTktErrorCode, string>> = {
  TICKET_BAD_USERID:
    'This userid cannot be written into a ticket: it must not be empty, must not have "!" or control characters, ' +
    'and must be a decimal integer where the userdata says userid_type=int.',
  TICKET_BAD_TOKEN:
    'A token cannot be written into a ticket: none may be empty or have ",", "!" or control characters.',
  TICKET_BAD_USERDATA: 'The userdata cannot be written into a ticket: it must not have control characters.',
  TICKET_BAD_TIMESTAMP: 'A ticket needs a time between 1970 and 2106 in whole seconds.',
};
