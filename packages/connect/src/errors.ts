import { WhoError } from '@who/core';

/** The codes of errors that this package raises. */
export type ConnectErrorCode = 'BAD_OPTION' | 'BAD_RESPONSE' | 'NO_MIDDLEWARE' | 'RESPONSE_BEGUN';

export const PACKAGE = '@who/connect';

/** An error of this package's own. */
export function connectError(code: ConnectErrorCode, message: string, cause?: unknown): WhoError<ConnectErrorCode> {
  return new WhoError(message, { code, plugin: PACKAGE, cause });
}
