import { WhoError, type WhoErrorOptions } from '@who/core';

/** The codes of errors that this package raises. */
export type LimiterErrorCode =
  | 'BAD_OPTION'
  | 'LIMITER_TOO_MANY'
  | 'LIMITER_UNAVAILABLE'
  | 'LIMITER_CLOSED'
  | 'LIMITER_UNSUPPORTED';

/** How errors name this package. */
export const PACKAGE = '@who/limiter';

/** An error of this package. */
export function failure(
  code: Exclude<LimiterErrorCode, 'BAD_OPTION'>,
  message: string,
  options: Pick<WhoErrorOptions, 'status' | 'headers' | 'cause'>,
): WhoError<LimiterErrorCode> {
  return new WhoError(message, { ...options, code, plugin: PACKAGE });
}

/** The answer to a try that has to wait: the same whether it would have been right or wrong. */
export function tooMany(waitSeconds: number): WhoError<LimiterErrorCode> {
  return failure('LIMITER_TOO_MANY', `Too many failures: try again in ${waitSeconds} s.`, {
    status: 429,
    headers: [['Retry-After', String(waitSeconds)]],
  });
}
