import { createHash, randomBytes } from 'node:crypto';
import { SESSION_ID_LENGTH } from '../userdata.js';

/**
 * The id of the session that something begins which comes once only, e.g. a CAS ticket. Who sees it cannot tell what it
 * was; and because the other side's address is in it, none can name the sessions of another.
 *
 * @returns 22 characters of base64url (128 bits of SHA-256, and a few more)
 */
export function sessionIdOf(peerUrl: string, once: string): string {
  return createHash('sha256').update(`${peerUrl}\n${once}`).digest('base64url').slice(0, SESSION_ID_LENGTH);
}

/** The id of a session that has no name of its own. */
export function randomSessionId(): string {
  return randomBytes(16).toString('base64url');
}

/** What stands for a name that several sessions share. */
export function markOf(kind: 'group' | 'subject', peerUrl: string, name: string): string {
  return sessionIdOf(peerUrl, `${kind}\n${name}`);
}
