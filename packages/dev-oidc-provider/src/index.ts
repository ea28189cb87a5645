export type { DevAccount, DevAttributes, DevUser, DevUsers, Logger } from '@who/dev-server';
export { sampleUsers } from '@who/dev-server';
export { DevOidcProviderError, type DevOidcProviderErrorCode } from './errors.js';
export type { DevOidcClient, DevOidcProviderOptions } from './options.js';
export { type DevOidcProvider, startDevOidcProvider } from './server.js';
