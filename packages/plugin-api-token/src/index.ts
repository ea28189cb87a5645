export { apiToken } from './api-token.js';
export { apiTokenChallengeDecider } from './challenge-decider.js';
export { createApiToken, type NewApiToken } from './create-api-token.js';
export { ApiTokenCredentials } from './credentials.js';
export type { ApiTokenErrorCode } from './errors.js';
export type { ApiTokenLookup, ApiTokenOptions } from './options.js';
export type { ApiTokenRecord } from './record.js';
