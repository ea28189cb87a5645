import { WhoError } from '@who/core';

/** The codes of errors that this package raises. */
export type KoaErrorCode = 'BAD_OPTION' | 'NO_MIDDLEWARE';

export const PACKAGE = '@who/koa';

/** An error of this package's own. */
export function koaError(code: KoaErrorCode, message: string): WhoError<KoaErrorCode> {
  return new WhoError(message, { code, plugin: PACKAGE });
}
