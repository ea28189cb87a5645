export type { RedirectorErrorCode } from './errors.js';
export type { RedirectorOptions } from './options.js';
export { redirector } from './redirector.js';
