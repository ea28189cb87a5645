import { WhoError, type WhoErrorOptions } from '@who/core';

/** The codes of errors that this package raises. What stands in a stored text is no error, but a verdict. */
export type PasswordsErrorCode =
  | 'BAD_OPTION'
  | 'PASSWORD_UNUSABLE'
  | 'PASSWORDS_BAD_ARGUMENT'
  | 'PASSWORDS_BUSY'
  | 'PASSWORDS_CHECK_FAILED'
  | 'PASSWORDS_CLOSED'
  | 'PASSWORDS_UNSUPPORTED';

export const PACKAGE = '@who/passwords';

/** An error of this package. */
export function passwordsError(
  code: Exclude<PasswordsErrorCode, 'BAD_OPTION'>,
  message: string,
  options: Omit<WhoErrorOptions, 'code' | 'plugin'> = {},
): WhoError<PasswordsErrorCode> {
  return new WhoError(message, { ...options, code, plugin: PACKAGE });
}
