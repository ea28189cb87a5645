export { type BasicAuthPlugin, basicAuth } from './basic-auth.js';
export type { BasicAuthErrorCode } from './errors.js';
export type { BasicAuthOptions } from './options.js';
