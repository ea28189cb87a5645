export { type CreatedPlugin, type CreatePluginOptions, createPlugin } from './create-plugin.js';
export { CreatePluginError, type CreatePluginErrorCode } from './errors.js';
export { ROLE_NAMES, type Role } from './roles.js';
