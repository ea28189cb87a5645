export type { SesameErrorCode, SesamePageCode, SesamePlainCode } from './errors.js';
export type { SesameOptions } from './options.js';
export { sesame } from './sesame.js';
