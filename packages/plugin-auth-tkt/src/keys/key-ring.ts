import { encodeCookieValue } from '../cookie/cookie-value.js';
import type { Digest } from '../ticket/digest.js';
import { mintTicket, type Ticket, type TicketKey } from '../ticket/ticket.js';
import { mintWho1 } from '../who1/who1.js';
import { Who1Key, type Who1Use } from '../who1/who1-key.js';

/** The formats that tickets are written in: what peers know, and our own. */
export type TicketFormat = 'auth_tkt' | 'who1';

/** How secrets are made use of. */
export interface RingOptions extends Pick<TicketKey, 'compat' | 'useridTypes'> {
  /** The first is written. */
  readonly formats: readonly TicketFormat[];
  /** The first is written. */
  readonly digests: readonly Digest[];
  readonly use: Who1Use;
}

/** All keys by which tickets are verified, and the one that signs. */
export interface KeyRing extends RingOptions {
  readonly secrets: readonly string[];
  readonly signing: TicketKey | Who1Key;
  readonly authTkt: readonly TicketKey[];
  readonly who1: readonly Who1Key[];
}

export function keyRing(secrets: readonly string[], options: RingOptions): KeyRing {
  const { formats, digests, use, compat, useridTypes } = options;
  const authTkt = digests.flatMap((digest) => secrets.map((secret) => ({ secret, digest, compat, useridTypes })));
  const who1 = formats.includes('who1') ? secrets.map((secret) => new Who1Key(secret, use)) : [];
  const signing = formats[0] === 'who1' ? who1[0] : authTkt[0];
  if (!signing) throw new RangeError('There is no secret.');
  return { ...options, secrets, signing, authTkt: formats.includes('auth_tkt') ? authTkt : [], who1 };
}

/**
 * A cookie's value for a ticket.
 *
 * @param address of the client, where tickets are bound to it
 * @throws {WhoError} what `mintTicket` and `mintWho1` throw
 */
export function writeTicket(ticket: Ticket, { signing }: KeyRing, address: string | undefined): string {
  if (signing instanceof Who1Key) return mintWho1(ticket, signing, address);
  return encodeCookieValue(mintTicket(ticket, signing, address), signing.compat);
}
