import { WhoError, type WhoErrorOptions } from '@who/core';

/** The codes of errors that this package raises. */
export type HtpasswdErrorCode =
  | 'BAD_OPTION'
  | 'HTPASSWD_UNREADABLE'
  | 'HTPASSWD_UNWRITABLE'
  | 'HTPASSWD_LOCKED'
  | 'HTPASSWD_BUSY'
  | 'HTPASSWD_CHECK_FAILED'
  | 'HTPASSWD_CLOSED'
  | 'HTPASSWD_UNSUPPORTED';

export const PLUGIN = '@who/plugin-htpasswd';

/** An error of this package. */
export function htpasswdError(
  code: Exclude<HtpasswdErrorCode, 'BAD_OPTION'>,
  message: string,
  options: Omit<WhoErrorOptions, 'code' | 'plugin'> = {},
): WhoError<HtpasswdErrorCode> {
  return new WhoError(message, { ...options, code, plugin: PLUGIN });
}
