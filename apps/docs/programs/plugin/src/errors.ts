/** The codes of errors that this package raises. */
export type OldAccountsErrorCode = 'BAD_OPTION' | 'OLD_ACCOUNTS_UNAVAILABLE';

/** How errors name this package. */
export const PLUGIN = 'who-old-accounts';
