export { DevSamlIdpError, type DevSamlIdpErrorCode } from './errors.js';
export type { DevSamlIdpOptions, DevSamlServiceProvider, DevSamlUser } from './options.js';
export { type DevSamlIdp, startDevSamlIdp } from './server.js';
