import { WhoError } from '@who/core';

/** The codes of the errors that this package raises, besides `BAD_OPTION`. */
export type AuthTktErrorCode =
  | 'TICKET_BAD_USERID'
  | 'TICKET_BAD_TOKEN'
  | 'TICKET_BAD_USERDATA'
  | 'TICKET_BAD_TIMESTAMP'
  | 'TICKET_NEEDS_IPV4'
  | 'TICKET_NEEDS_ADDRESS'
  | 'TICKET_TOO_LARGE'
  | 'TICKET_NO_SECRETS';

/** The codes of the warnings that a factory gives by `process.emitWarning`. */
export type AuthTktWarningCode = 'AUTH_TKT_SHORT_SECRET' | 'AUTH_TKT_MD5';

export const PACKAGE = '@who/plugin-auth-tkt';

/**
 * An error about a ticket that cannot be made. The message never repeats what was to be in it. A name that no ticket
 * can carry is no fault of the server's: its owner is refused.
 */
export function ticketError(code: AuthTktErrorCode, message: string, cause?: unknown): WhoError<AuthTktErrorCode> {
  return new WhoError(message, { code, plugin: PACKAGE, status: STATUS[code] ?? 500, cause });
}

const STATUS: Partial<Record<AuthTktErrorCode, number>> = { TICKET_BAD_USERID: 403, TICKET_NO_SECRETS: 503 };
