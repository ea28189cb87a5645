/** The codes of errors that this package raises. */
export type ConnectErrorCode = 'BAD_OPTION' | 'NO_MIDDLEWARE';
