import type { Authenticator } from '@who/core';
import { type HtpasswdOptions, resolveOptions } from './options.js';
import { passwordAuthenticator } from './password-authenticator.js';
import { verifier } from './verifier.js';

/**
 * Checks passwords against a file that Apache's `htpasswd` wrote, away from the main thread: bcrypt, SHA-crypt, apr1,
 * SHA-1 and, if wanted, DES.
 *
 * The file is read at once, and again whenever it has changed. `close()` ends the threads that
 * checks may have started.
 *
 * @throws {WhoError} BAD_OPTION, HTPASSWD_UNREADABLE
 * @example
 * const users = htpasswd({ file: 'users.htpasswd' });
 */
export function htpasswd(options: HtpasswdOptions): Authenticator & { close(): void } {
  const settings = resolveOptions(options);
  return passwordAuthenticator(settings, verifier(settings));
}
