import { type Logger, WhoError } from '@who/core';
import { errorResponse } from '@who/fetch';

/** The codes of errors that this package raises. */
export type HonoErrorCode = 'BAD_OPTION' | 'NO_MIDDLEWARE';

export const PACKAGE = '@who/hono';

/**
 * An error as Hono's error handlers take it: where the application has none, Hono sends the page that `getResponse()`
 * makes. Errors of the application stay as they are.
 */
export function answerable(error: unknown, method: string, logger: Logger | undefined): unknown {
  if (error instanceof WhoError && Object.isExtensible(error)) {
    const getResponse = (): Response => errorResponse(error, method, logger);
    Object.defineProperty(error, 'getResponse', { configurable: true, value: getResponse });
  }
  return error;
}
