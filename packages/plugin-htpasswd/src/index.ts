export type { HtpasswdErrorCode } from './errors.js';
export { htpasswd } from './htpasswd.js';
export type { HtpasswdOptions } from './options.js';
export type { Htpasswd, HtpasswdMetadata } from './password-authenticator.js';
export { HTPASSWD_SCHEMES } from './schemes.js';
