import { type KeyObject, sign, verify } from 'node:crypto';
import { type PubtktRefusalCode, ticketError } from '../errors.js';
import type { Bauth } from './bauth.js';
import { base64Bytes } from './bytes.js';
import { problemOf, readFields, writeFields } from './fields.js';

/** The hash functions of signatures: the values of `TKTAuthDigest`. */
export type PubtktDigest = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

/** A key, RSA or DSA, and the hash function that goes with it. */
export interface PubtktKey {
  readonly key: KeyObject;
  readonly digest: PubtktDigest;
}

/** What a ticket says. */
export interface Pubtkt {
  /** `uid` */
  readonly userid: string;
  readonly tokens: readonly string[];
  /** `udata` */
  readonly userdata: string;
  /** `validuntil`: the last second in which it counts, since 1970. */
  readonly validUntilSeconds: number;
  /** `graceperiod`: the last second in which it needs no refresh, since 1970. */
  readonly graceAfterSeconds?: number | undefined;
  /** `cip`: the address of the only client that may use it, as {@link readPubtkt} spells it. */
  readonly clientIp?: string | undefined;
  /** Whether a second factor was given at the sign-in. */
  readonly multifactor: boolean;
  readonly bauth?: Bauth | undefined;
}

/** Why a text is no ticket. */
export interface PubtktRefusal {
  readonly code: PubtktRefusalCode;
}

/**
 * Makes a ticket, its fields in the order in which mod_auth_pubtkt's own PHP code writes them.
 *
 * @param key the login server's private key
 * @param maxUseridBytes mod_auth_pubtkt cuts longer userids in silence: before 0.14 those of more than 64 bytes, then of
 *   more than 255. @default 64
 * @returns the ticket's bytes, one character for each (latin1), as header values are in Node
 * @throws {WhoError} any of {@link PubtktFieldCode}
 * @example
 * import { createPrivateKey } from 'node:crypto';
 *
 * const key = createPrivateKey(process.env['TKT_PRIVATE_KEY'] ?? '');
 * const ticket = { userid: 'bob', tokens: [], userdata: '', multifactor: false, validUntilSeconds: 1_995_305_699 };
 * console.log(`auth_pubtkt=${encodeCookieValue(signPubtkt(ticket, { key, digest: 'sha256' }))}`);
 */
export function signPubtkt(ticket: Pubtkt, { key, digest }: PubtktKey, maxUseridBytes: number = 64): string {
  const problem = problemOf(ticket, maxUseridBytes);
  if (problem !== undefined) throw ticketError(problem);
  const signed = writeFields(ticket);
  const bytes = `${signed}${SIGNATURE}${sign(digest, Buffer.from(signed, 'latin1'), key).toString('base64')}`;
  if (bytes.length > MAX_TICKET_BYTES) throw ticketError('PUBTKT_TOO_LARGE');
  return bytes;
}

/**
 * Reads a ticket and verifies its signature. Until when it counts, and where, is for the caller.
 *
 * @param bytes the ticket's bytes, one character for each (latin1)
 * @param keys public keys, any of which may have signed it
 */
export function readPubtkt(bytes: string, keys: readonly PubtktKey[]): Pubtkt | PubtktRefusal {
  const claim = parsePubtkt(bytes);
  if ('code' in claim) return claim;
  return keys.some((key) => isGenuine(claim, key)) ? claim.ticket : NOT_GENUINE;
}

/** What a text claims to be. */
export interface Claim {
  readonly ticket: Pubtkt;
  readonly signed: Buffer;
  readonly signature: Buffer;
}

/** Reads a ticket, unverified. */
export function parsePubtkt(bytes: string): Claim | PubtktRefusal {
  if (bytes.length > MAX_TICKET_BYTES) return { code: 'PUBTKT_TOO_LARGE' };
  const end = bytes.indexOf(SIGNATURE);
  const signature = end === -1 ? undefined : base64Bytes(bytes.slice(end + SIGNATURE.length));
  if (!signature) return { code: 'PUBTKT_UNREADABLE' };
  const signed = bytes.slice(0, end);
  const ticket = readFields(signed);
  return typeof ticket === 'string' ? { code: ticket } : { ticket, signed: Buffer.from(signed, 'latin1'), signature };
}

/** Whether a key has signed what a ticket claims. */
export function isGenuine({ signed, signature }: Claim, { key, digest }: PubtktKey): boolean {
  return verify(digest, signed, key, signature);
}

export const NOT_GENUINE: PubtktRefusal = Object.freeze({ code: 'PUBTKT_NOT_GENUINE' });
const SIGNATURE = ';sig=';

/** mod_auth_pubtkt takes no more. */
const MAX_TICKET_BYTES = 1024;
