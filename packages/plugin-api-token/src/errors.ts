import { WhoError, type WhoErrorOptions } from '@who/core';

/** The codes of errors that this package raises. */
export type ApiTokenErrorCode = 'BAD_OPTION' | 'API_TOKEN_LOOKUP_FAILED' | 'API_TOKEN_BAD_RECORD';

/** How errors name this package. */
export const PLUGIN = '@who/plugin-api-token';

/** An error of this package. */
export function failure(
  code: Exclude<ApiTokenErrorCode, 'BAD_OPTION'>,
  message: string,
  options: Pick<WhoErrorOptions, 'status' | 'headers' | 'cause'>,
): WhoError<ApiTokenErrorCode> {
  return new WhoError(message, { ...options, code, plugin: PLUGIN });
}
