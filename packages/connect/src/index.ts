export { checkTargets } from './check-targets.js';
export type { ConnectErrorCode } from './errors.js';
export { guard } from './guard.js';
export { addHeaders } from './headers.js';
export { whoListener } from './listener.js';
export { whoMiddleware } from './middleware.js';
export type { GuardOptions, WhoMiddlewareOptions } from './options.js';
export { sendReply } from './reply.js';
export type { Middleware, Next, Register, RegisteredApi, RegisteredMetadata } from './types.js';
