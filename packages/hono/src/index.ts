export type { HonoErrorCode } from './errors.js';
export { guard } from './guard.js';
export { addHeaders } from './headers.js';
export { whoMiddleware } from './middleware.js';
export type { WhoMiddlewareOptions } from './options.js';
export type { WhoEnv } from './types.js';
