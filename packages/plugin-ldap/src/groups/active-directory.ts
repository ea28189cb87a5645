import { PresenceFilter } from 'ldapts';
import { ldapError } from '../errors.js';
import { textIn, valuesOf } from '../people/attributes.js';
import type { Connection } from '../wire/connection.js';

/**
 * Other servers find nothing by Active Directory's rule, without an error: everybody would be in no group.
 *
 * @throws {Failure}, {WhoError} LDAP_FAILED
 */
export async function expectActiveDirectory(connection: Connection, untilMs: number): Promise<void> {
  if (known.has(connection)) return;
  const filter = new PresenceFilter({ attribute: 'objectClass' });
  const { entries } = await connection.search(
    { baseDn: '', scope: 'base', filter, attributes: ['supportedCapabilities'], sizeLimit: 0 },
    untilMs,
  );
  const capabilities = entries.flatMap((entry) => valuesOf(entry, 'supportedCapabilities').map(textIn));
  if (!capabilities.includes(ACTIVE_DIRECTORY)) {
    throw ldapError('LDAP_FAILED', 'The server does not say that it is Active Directory: choose another "groups.by".');
  }
  known.add(connection);
}

/** LDAP_CAP_ACTIVE_DIRECTORY_OID. */
const ACTIVE_DIRECTORY = '1.2.840.113556.1.4.800';
const known = new WeakSet<Connection>();
