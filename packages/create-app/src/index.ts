export { type CreateAppOptions, type CreatedApp, createApp } from './create-app.js';
export { CreateAppError, type CreateAppErrorCode } from './errors.js';
export type { Framework } from './frameworks.js';
