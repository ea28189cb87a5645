/** The codes of this package's errors. `EADDRINUSE` is what node itself calls a port that is taken. */
export type DevCasServerErrorCode =
  | 'BAD_OPTION'
  | 'BAD_USERS_FILE'
  | 'BAD_CERTIFICATE_FILE'
  | 'EADDRINUSE'
  | 'IN_PRODUCTION'
  | 'LISTEN_FAILED'
  | 'NOT_LOOPBACK';

/** The one error of this package: what happened is in `code`, what to do about it in `message`. */
export class DevCasServerError extends Error {
  readonly code: DevCasServerErrorCode;

  constructor(code: DevCasServerErrorCode, message: string, cause?: unknown) {
    super(`[@who/dev-cas-server] ${message}`, cause === undefined ? undefined : { cause });
    this.name = 'DevCasServerError';
    this.code = code;
  }
}

export function fail(code: DevCasServerErrorCode, message: string, cause?: unknown): DevCasServerError {
  return new DevCasServerError(code, message, cause);
}

/** The answer to a bad option. */
export function badOption(option: string, problem: string): DevCasServerError {
  return fail('BAD_OPTION', `Option "${option}" ${problem}`);
}
