import { createHash } from 'node:crypto';
import { SESSION_ID_LENGTH } from '../userdata.js';

/**
 * The id of the session that a service ticket begins. Who sees it cannot tell the ticket; and because the server's
 * address is in it, no CAS server can name the sessions of another.
 *
 * @returns 22 characters of base64url (128 bits of SHA-256, and a few more)
 */
export function sessionIdOf(casUrl: string, ticket: string): string {
  return createHash('sha256').update(`${casUrl}\n${ticket}`).digest('base64url').slice(0, SESSION_ID_LENGTH);
}
