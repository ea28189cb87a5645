export { type CasLogoutOptions, type CasPlugin, cas } from './cas.js';
export { CasTicketCredentials } from './credentials.js';
export type { CasErrorCode, CasPageCode } from './errors.js';
export type { CasConnectionOptions, CasFetch } from './options/connection.js';
export type { CasSignOutOptions, LogoutParameter } from './options/logout.js';
export type { CasProtocolOptions, CasVersion } from './options/protocol.js';
export type { CasStateOptions } from './options/state.js';
export type { CasOptions } from './options.js';
export type { CasAttributes, CasFailureCode } from './protocol/outcome.js';
