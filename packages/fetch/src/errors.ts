import { WhoError } from '@who/core';

/** The codes of errors that this package raises. */
export type FetchErrorCode = 'BAD_OPTION' | 'BAD_RESPONSE';

export const PACKAGE = '@who/fetch';

/** An error of this package's own. */
export function fetchError(code: FetchErrorCode, message: string, cause?: unknown): WhoError<FetchErrorCode> {
  return new WhoError(message, { code, plugin: PACKAGE, cause });
}
