import { hash, timingSafeEqual } from 'node:crypto';
import { ticketError } from '../errors.js';
import { hexValue, percentDecode, percentEncode, utf8Bytes, utf8Text } from './bytes.js';
import { ANY_ADDRESS, ipv4Bytes, ipv4Of } from './ip-address.js';
import { checkTicket, problemOf } from './ticket-fields.js';
import { readUserid, writtenUserid } from './userid-type.js';

/** The hash functions that tickets are signed with. */
export type Digest = 'md5' | 'sha256' | 'sha512';

/**
 * Whose reading of the format counts. Both digest the userid as it is; `repoze` then writes it percent-encoded,
 * `mod_auth_tkt` writes it as it is.
 */
export type Compat = 'repoze' | 'mod_auth_tkt';

/** What a ticket is signed with, and how. */
export interface TicketKey {
  readonly secret: string;
  readonly digest: Digest;
  readonly compat: Compat;
  /** `pyramid`: userids are in base64 where the userdata says so. Only in `repoze`. @default they are never */
  readonly useridTypes?: 'pyramid' | undefined;
}

/** What a ticket says. */
export interface Ticket {
  readonly userid: string;
  readonly tokens: readonly string[];
  readonly userdata: string;
  /** When it was made, in seconds since 1970. */
  readonly timestampSeconds: number;
}

/**
 * Makes a ticket: digest, timestamp, userid, tokens and userdata, as mod_auth_tkt and repoze.who do.
 *
 * @param address the client's IPv4 address to bind the ticket to. @default '0.0.0.0', bound to none
 * @returns the ticket's bytes, one character for each (latin1), as header values are in Node
 * @throws {WhoError} TICKET_BAD_USERID, TICKET_BAD_TOKEN, TICKET_BAD_USERDATA, TICKET_BAD_TIMESTAMP, TICKET_NEEDS_IPV4
 * @example
 * const key: TicketKey = { secret: process.env['WHO_SECRET'] ?? '', digest: 'sha256', compat: 'repoze' };
 * const ticket = { userid: 'bob', tokens: ['staff'], userdata: '', timestampSeconds: 1_795_305_699 };
 * readTicket(mintTicket(ticket, key), key)?.userid; // 'bob'
 */
export function mintTicket(ticket: Ticket, key: TicketKey, address: string = ANY_ADDRESS): string {
  checkTicket(ticket, key);
  const client = ipv4Of(address);
  if (client === undefined) throw ticketError('TICKET_NEEDS_IPV4', NEEDS_IPV4);

  const userid = writtenUserid(utf8Bytes(ticket.userid), ticket.userdata, key);
  const tokens = utf8Bytes(ticket.tokens.join(','));
  const userdata = utf8Bytes(ticket.userdata);
  const digest = digestOf(key, client, ticket.timestampSeconds, userid, tokens, userdata);

  const timestamp = ticket.timestampSeconds.toString(16).padStart(TIMESTAMP_LENGTH, '0');
  const name = key.compat === 'repoze' ? percentEncode(userid) : userid;
  // Without the empty field, a "!" in the data would make its first part read as tokens. mod_auth_tkt always writes it.
  const tokenField = tokens !== '' || userdata.includes('!') || key.compat === 'mod_auth_tkt' ? `${tokens}!` : '';
  return `${digest}${timestamp}${name}!${tokenField}${userdata}`;
}

/**
 * Verifies a ticket's digest, in constant time, and reads what it says. Whether it is too old is for the caller.
 *
 * @param bytes the ticket's bytes, one character for each (latin1)
 * @param address the client's IPv4 address, where tickets are bound to it. @default '0.0.0.0'
 * @returns the ticket, frozen; `undefined` when it is not genuine or not one that {@link mintTicket} would make
 */
export function readTicket(bytes: string, key: TicketKey, address: string = ANY_ADDRESS): Ticket | undefined {
  const client = ipv4Of(address);
  const digestLength = DIGEST_LENGTH[key.digest];
  const start = digestLength + TIMESTAMP_LENGTH;
  const timestampSeconds = timestampOf(bytes, key.digest);
  const first = bytes.indexOf('!', start);
  if (client === undefined || timestampSeconds === undefined || first === -1) return undefined;

  const second = bytes.indexOf('!', first + 1);
  const name = bytes.slice(start, first);
  const userid = key.compat === 'repoze' ? percentDecode(name) : name;
  const tokens = second === -1 ? '' : bytes.slice(first + 1, second);
  const userdata = bytes.slice((second === -1 ? first : second) + 1);

  const expected = digestOf(key, client, timestampSeconds, userid, tokens, userdata);
  if (!sameBytes(bytes.slice(0, digestLength), expected)) return undefined;
  return ticketOf(userid, tokens, userdata, timestampSeconds, key);
}

/** When an unverified ticket says that it was made, in seconds since 1970. */
export function timestampOf(bytes: string, digest: Digest): number | undefined {
  const start = DIGEST_LENGTH[digest];
  return hexValue(bytes, start, start + TIMESTAMP_LENGTH);
}

/**
 * The double digest of mod_auth_tkt: over the client's address, the time (both as four bytes in network order), the
 * secret and the fields with NULs between them; and again over that in hexadecimal and the secret.
 */
function digestOf(
  { secret, digest }: TicketKey,
  client: string,
  timestamp: number,
  userid: string,
  tokens: string,
  userdata: string,
): string {
  const time = String.fromCharCode(
    timestamp >>> 24,
    (timestamp >>> 16) & 255,
    (timestamp >>> 8) & 255,
    timestamp & 255,
  );
  const input = `${ipv4Bytes(client)}${time}${utf8Bytes(secret)}${userid}\0${tokens}\0${userdata}`;
  return hash(digest, hash(digest, Buffer.from(input, 'latin1')) + secret);
}

function ticketOf(
  written: string,
  tokenBytes: string,
  userdataBytes: string,
  timestampSeconds: number,
  key: TicketKey,
): Ticket | undefined {
  const useridBytes = readUserid(written, userdataBytes, key);
  const userid = useridBytes === undefined ? undefined : utf8Text(useridBytes);
  const tokenText = utf8Text(tokenBytes);
  if (userid === undefined || tokenText === undefined) return undefined;
  // A latin1 userid is refused: beside a UTF-8 one, two users of Apache's could become one here. Userdata is opaque.
  const userdata = utf8Text(userdataBytes) ?? userdataBytes;
  const tokens = tokensOf(tokenText);
  const ticket = Object.freeze({ userid, tokens: Object.freeze(tokens), userdata, timestampSeconds });
  return problemOf(ticket, key) === undefined ? ticket : undefined;
}

function tokensOf(text: string): string[] {
  if (text === '') return [];
  return text.includes(',') ? text.split(',').filter((token) => token !== '') : [text];
}

function sameBytes(given: string, expected: string): boolean {
  return given.length === expected.length && timingSafeEqual(Buffer.from(given, 'latin1'), Buffer.from(expected));
}

/** Length in hexadecimal digits. */
const DIGEST_LENGTH: Readonly<Record<Digest, number>> = { md5: 32, sha256: 64, sha512: 128 };
const TIMESTAMP_LENGTH = 8;
const NEEDS_IPV4 =
  'Tickets here are bound to IPv4 addresses, and this client has none: turn "includeIp" off, or serve IPv4 only.';
