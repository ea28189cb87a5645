import { ticketError } from '../errors.js';
import { hexValue, percentDecode, percentEncode, utf8Bytes, utf8Text } from './bytes.js';
import { DIGEST_LENGTH, type Digest, digestOf, hasDigest } from './digest.js';
import { ANY_ADDRESS, ipv4Of } from './ip-address.js';
import { checkTicket, problemOf } from './ticket-fields.js';
import { readUserid, writtenUserid } from './userid-type.js';

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
  const fields = `${userid}\0${tokens}\0${userdata}`;
  const digest = digestOf(key.digest, key.secret, client, ticket.timestampSeconds, fields);

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
  const ticket = parseTicket(bytes, key, address);
  return ticket && freezeTicket(ticket);
}

export function freezeTicket(ticket: Ticket): Ticket {
  Object.freeze(ticket.tokens);
  return Object.freeze(ticket);
}

/** The same, not frozen: most are read once and forgotten. */
export function parseTicket(bytes: string, key: TicketKey, address: string): Ticket | undefined {
  const client = ipv4Of(address);
  const start = DIGEST_LENGTH[key.digest] + TIMESTAMP_LENGTH;
  const timestampSeconds = timestampOf(bytes, key.digest);
  const first = bytes.indexOf('!', start);
  if (client === undefined || timestampSeconds === undefined || first === -1) return undefined;

  const second = bytes.indexOf('!', first + 1);
  const name = bytes.slice(start, first);
  const userid = key.compat === 'repoze' ? percentDecode(name) : name;
  const tokens = second === -1 ? '' : bytes.slice(first + 1, second);
  const userdata = bytes.slice((second === -1 ? first : second) + 1);

  const fields = `${userid}\0${tokens}\0${userdata}`;
  const expected = digestOf(key.digest, key.secret, client, timestampSeconds, fields);
  if (!hasDigest(bytes, key.digest, expected)) return undefined;
  if (!PLAIN.test(fields) || userdata.includes('userid_type')) {
    return ticketOf(userid, tokens, userdata, timestampSeconds, key);
  }
  return { userid, tokens: tokens === '' ? NO_TOKENS : [tokens], userdata, timestampSeconds };
}

/** When an unverified ticket says that it was made, in seconds since 1970. */
export function timestampOf(bytes: string, digest: Digest): number | undefined {
  const start = DIGEST_LENGTH[digest];
  return hexValue(bytes, start, start + TIMESTAMP_LENGTH);
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
  const ticket = { userid, tokens: tokensOf(tokenText), userdata, timestampSeconds };
  return problemOf(ticket, key) === undefined ? ticket : undefined;
}

function tokensOf(text: string): readonly string[] {
  if (text === '') return NO_TOKENS;
  return text.includes(',') ? text.split(',').filter((token) => token !== '') : [text];
}

/** Fields of printable ASCII, with one token at most and without `!`: these read as they are. */
const PLAIN = /^[ "-~]+\0[ "-+\--~]*\0[ -~]*$/;
const NO_TOKENS: readonly string[] = Object.freeze([]);

const TIMESTAMP_LENGTH = 8;
const NEEDS_IPV4 =
  'Tickets here are bound to IPv4 addresses, and this client has none: turn "includeIp" off, or serve IPv4 only.';
