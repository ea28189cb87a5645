/** Why the server does not start. `EADDRINUSE` is what node itself calls a port that is taken. */
export type DevSamlIdpErrorCode =
  | 'BAD_OPTION'
  | 'BAD_USERS_FILE'
  | 'EADDRINUSE'
  | 'IN_PRODUCTION'
  | 'LISTEN_FAILED'
  | 'NOT_LOOPBACK';

/** The one error of this package: what happened is in `code`, what to do about it in `message`. */
export class DevSamlIdpError extends Error {
  readonly code: DevSamlIdpErrorCode;

  constructor(code: DevSamlIdpErrorCode, message: string, cause?: unknown) {
    super(`[@who/dev-saml-idp] ${message}`, cause === undefined ? undefined : { cause });
    this.name = 'DevSamlIdpError';
    this.code = code;
  }
}

export function fail(code: DevSamlIdpErrorCode, message: string, cause?: unknown): DevSamlIdpError {
  return new DevSamlIdpError(code, message, cause);
}
