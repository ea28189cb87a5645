/** The codes of errors that this package raises. */
export type ApiTokenErrorCode = 'BAD_OPTION' | 'API_TOKEN_LOOKUP_FAILED' | 'API_TOKEN_BAD_RECORD';

/** How errors name this package. */
export const PLUGIN = '@who/plugin-api-token';
