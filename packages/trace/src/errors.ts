/** The codes of errors that this package raises. */
export type TraceErrorCode = 'BAD_OPTION';

/** How errors name this package. */
export const PACKAGE = '@who/trace';
