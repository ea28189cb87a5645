export { authTkt } from './auth-tkt.js';
export { decodeCookieValue, decodePythonCookieValue, encodeCookieValue } from './cookie/cookie-value.js';
export type { AuthTktErrorCode, AuthTktWarningCode } from './errors.js';
export type { AuthTktOptions } from './options.js';
export type { Digest } from './ticket/digest.js';
export { type Compat, mintTicket, readTicket, type Ticket, type TicketKey } from './ticket/ticket.js';
export { TicketCredentials } from './ticket/ticket-credentials.js';
