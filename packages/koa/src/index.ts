export type { KoaErrorCode } from './errors.js';
export { guard } from './guard.js';
export type { WhoKoaOptions } from './options.js';
export { sendReply } from './reply.js';
export type { Register, RegisteredApi, RegisteredMetadata } from './types.js';
export { whoKoa } from './who-koa.js';
