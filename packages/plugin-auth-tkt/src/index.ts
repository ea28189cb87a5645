export type { FormerCookie } from '@who/cookies';
export { authTkt } from './auth-tkt.js';
export { decodeCookieValue, decodePythonCookieValue, encodeCookieValue } from './cookie/cookie-value.js';
export type { AuthTktErrorCode, AuthTktWarningCode } from './errors.js';
export { reportJson, reportText, type TicketReport } from './explaining/report.js';
export { type TicketReportBasis, ticketReport } from './explaining/ticket-report.js';
export type { TicketFormat } from './keys/key-ring.js';
export { secretsIn } from './keys/secret-texts.js';
export type { AuthTktOptions, MaxAge, QueryTickets, Secrets } from './options/options.js';
export type { Digest } from './ticket/digest.js';
export { type Compat, mintTicket, readTicket, type Ticket, type TicketKey } from './ticket/ticket.js';
export { TicketCredentials } from './ticket/ticket-credentials.js';
export {
  type UserdataFields,
  type UserdataKind,
  type UserdataValues,
  userdataFields,
} from './userdata.js';
export { mintWho1, readWho1 } from './who1/who1.js';
export { type Who1Key, type Who1Use, who1Key } from './who1/who1-key.js';
