export type {
  SsoAsk as CasAsk,
  SsoBody as CasBody,
  SsoFetch as CasFetch,
  SsoPiece as CasPiece,
  SsoPolicy as CasPolicy,
  SsoRequest as CasRequest,
  SsoResponse as CasResponse,
  SsoSessionStore as CasSessionStore,
} from '@who/sso';
export { type CasLogoutOptions, type CasPlugin, cas } from './cas.js';
export { type CasTicket, CasTicketCredentials } from './credentials.js';
export type { CasErrorCode, CasPageCode, CasPlainCode } from './errors.js';
export type { CasConnectionOptions } from './options/connection.js';
export type { CasSignOutOptions, LogoutParameter } from './options/logout.js';
export type { CasPageOptions } from './options/pages.js';
export type { CasMethod, CasProtocolOptions, CasVersion } from './options/protocol.js';
export type { CasSessionOptions, LogoutChannel } from './options/sessions.js';
export type { CasStateOptions } from './options/state.js';
export type { CasOptions } from './options.js';
export type { CasAttributes, CasFailureCode } from './protocol/outcome.js';
export type { ProxyChain } from './protocol/proxy-chains.js';
export type { CasProxyOptions } from './proxying/options.js';
export { type CasSessions, type CasSessionsOptions, casSessions } from './sessions/cas-sessions.js';
