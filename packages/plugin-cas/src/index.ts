export { type CasLogoutOptions, type CasPlugin, cas } from './cas.js';
export { CasTicketCredentials } from './credentials.js';
export type { CasErrorCode, CasPageCode } from './errors.js';
export type { CasFetch, CasOptions, CasVersion, LogoutParameter } from './options.js';
export type { CasAttributes, CasFailureCode } from './outcome.js';
