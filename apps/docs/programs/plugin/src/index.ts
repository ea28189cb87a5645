export type { OldAccountsErrorCode } from './errors.js';
export { oldAccounts } from './old-accounts.js';
export type { OldAccountsOptions } from './options.js';
