export type { DevAccount, DevAttributes, DevUser, DevUsers, Logger } from '@who/dev-server';
export { DevSamlIdpError, type DevSamlIdpErrorCode } from './errors.js';
export type { DevSamlIdpOptions, DevSamlServiceProvider } from './options.js';
export { type DevSamlIdp, startDevSamlIdp } from './server.js';
