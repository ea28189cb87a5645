import { type HtpasswdOptions, resolveOptions } from './options.js';
import { type Htpasswd, passwordAuthenticator } from './password-authenticator.js';
import { upgradesBy } from './upgrades/upgrades.js';
import { verifier } from './verifier.js';

/**
 * Checks passwords against a file that Apache's `htpasswd` wrote, away from the main thread, and knows the groups of a
 * group file of Apache's. Both are read at once, and again whenever they have changed.
 *
 * @throws {WhoError} BAD_OPTION, HTPASSWD_UNREADABLE, HTPASSWD_UNWRITABLE
 * @example
 * const users = htpasswd({ file: 'users.htpasswd' });
 */
export function htpasswd(options: HtpasswdOptions): Htpasswd {
  const settings = resolveOptions(options);
  return passwordAuthenticator(settings, verifier(settings), upgradesBy(settings));
}
