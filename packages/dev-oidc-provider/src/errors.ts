/** The codes of this package's errors. `EADDRINUSE` is what node itself calls a port that is taken. */
export type DevOidcProviderErrorCode =
  | 'BAD_OPTION'
  | 'BAD_USERS_FILE'
  | 'EADDRINUSE'
  | 'IN_PRODUCTION'
  | 'LISTEN_FAILED'
  | 'NOT_LOOPBACK';

/** The one error of this package: what happened is in `code`, what to do about it in `message`. */
export class DevOidcProviderError extends Error {
  readonly code: DevOidcProviderErrorCode;

  constructor(code: DevOidcProviderErrorCode, message: string, cause?: unknown) {
    super(`[@who/dev-oidc-provider] ${message}`, cause === undefined ? undefined : { cause });
    this.name = 'DevOidcProviderError';
    this.code = code;
  }
}

export function fail(code: DevOidcProviderErrorCode, message: string, cause?: unknown): DevOidcProviderError {
  return new DevOidcProviderError(code, message, cause);
}
