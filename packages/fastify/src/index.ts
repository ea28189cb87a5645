export type { FastifyErrorCode } from './errors.js';
export { type GuardHook, guard } from './guard.js';
export type { WhoFastifyOptions } from './options.js';
export { addHeaders, sendReply } from './reply.js';
export type { Register, RegisteredApi, RegisteredMetadata } from './types.js';
export { whoFastify } from './who-fastify.js';
