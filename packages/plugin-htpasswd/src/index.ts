export type { HtpasswdErrorCode } from './errors.js';
export { htpasswd } from './htpasswd.js';
export type { HtpasswdOptions } from './options.js';
