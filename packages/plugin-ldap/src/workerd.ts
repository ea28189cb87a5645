import { ldapError } from './errors.js';

/**
 * The package where it cannot run, in Workers: it says so at start. There a connection ends with the request that has
 * opened it.
 *
 * @throws {WhoError} LDAP_UNSUPPORTED
 */
export function ldap(): never {
  throw ldapError(
    'LDAP_UNSUPPORTED',
    'Workers keep no connection from one request to the next: check passwords by an authenticator of your own.',
  );
}
