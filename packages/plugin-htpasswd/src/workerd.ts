import { htpasswdError } from './errors.js';

export { HTPASSWD_SCHEMES } from './schemes.js';

/**
 * The package where it cannot run, in Workers: it says so at start.
 *
 * @throws {WhoError} HTPASSWD_UNSUPPORTED
 */
export function htpasswd(): never {
  throw htpasswdError(
    'HTPASSWD_UNSUPPORTED',
    'Workers have no password files, no threads and no native code: check passwords by an authenticator of your own.',
  );
}
