export type { GivenAddress, Where } from './addresses/client-address.js';
export type { Guess, KeyOf } from './attempts/guess.js';
export type { LimiterErrorCode } from './errors.js';
export type { LimiterEvent } from './events.js';
export { type Limited, limited } from './limited.js';
export { createLimiter, type Limiter } from './limiter.js';
export type { LimitedOptions, LimiterOptions, LimitOptions } from './options.js';
export type { RedisClient, RedisTls } from './store/redis.js';
export type { LimiterStore, StoreCount } from './store/store-counters.js';
