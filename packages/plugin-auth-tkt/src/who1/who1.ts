import { MAC_BYTES, MESSAGE_AT, writeBytes } from '@who/secrets';
import { ticketError } from '../errors.js';
import { isClean, utf8Bytes } from '../ticket/bytes.js';
import { addressOf } from '../ticket/ip-address.js';
import { freezeTicket, type Ticket } from '../ticket/ticket.js';
import { canonicalLength, ENCRYPTED, FIELDS_AT, KIND_AT, LF, PLAIN, readFields, TIME_AT } from './layout.js';
import type { Who1Key } from './who1-key.js';

/**
 * Makes a ticket of our own format: signed by HMAC-SHA-256, for one cookie and audience, and unambiguous whatever is in
 * it. Only this package reads it.
 *
 * @param address the client's, IPv4 or IPv6, to bind the ticket to. @default bound to none
 * @returns letters, digits, `-` and `_`: fit for cookies and URLs as they are
 * @throws {WhoError} TICKET_BAD_USERID, TICKET_BAD_TOKEN, TICKET_BAD_USERDATA, TICKET_BAD_TIMESTAMP, TICKET_NEEDS_ADDRESS
 * @example
 * const key = who1Key(process.env['WHO_SECRET'] ?? '', { cookieName: 'auth_tkt' });
 * const ticket = { userid: 'bob', tokens: ['staff'], userdata: '', timestampSeconds: 1_795_305_699 };
 * readWho1(mintWho1(ticket, key), key)?.userid; // 'bob'
 */
export function mintWho1(ticket: Ticket, key: Who1Key, address?: string): string {
  const place = address === undefined ? ANYWHERE : addressOf(address);
  if (place === undefined) throw ticketError('TICKET_NEEDS_ADDRESS', NEEDS_ADDRESS);
  const bytes = isPlain(ticket) ? ticket : bytesOf(ticket);
  const { userid, tokens, timestampSeconds } = bytes;
  const isEncrypted = key.encryptUserdata && ticket.userdata !== '';
  const userdata = isEncrypted ? encrypted(ticket.userdata, key) : bytes.userdata;

  let length = FIELDS_AT + userid.length + place.length + userdata.length + 3;
  for (let i = 0; i < tokens.length; i++) length += (tokens[i] as string).length + 1;
  const sheet = key.hmac.sheetFor(length);
  const { all } = sheet;
  all[MESSAGE_AT + KIND_AT] = isEncrypted ? ENCRYPTED : PLAIN;
  for (let i = 0; i < 4; i++) all[MESSAGE_AT + TIME_AT + i] = timestampSeconds >>> (24 - 8 * i);
  let at = writeLine(userid, all, MESSAGE_AT + FIELDS_AT);
  at = writeLine(place, all, at);
  for (let i = 0; i < tokens.length; i++) at = writeLine(tokens[i] as string, all, at);
  at = writeLine('', all, at);
  at = writeBytes(userdata, all, at);
  writeBytes(key.hmac.macOf(sheet), all, at);
  return all.toString('base64url', MESSAGE_AT);
}

/**
 * Verifies a ticket's MAC, in constant time, and reads what it says. Whether it is too old is for the caller.
 *
 * @param address the client's, where tickets are bound to it
 * @returns the ticket, frozen; `undefined` when it is not genuine, or for another cookie, audience or address
 */
export function readWho1(value: string, key: Who1Key, address?: string): Ticket | undefined {
  const place = address === undefined ? ANYWHERE : addressOf(address);
  const reading = place === undefined ? undefined : parseWho1(value, key, place, 0, MAX_TIMESTAMP);
  return reading && freezeTicket(reading.ticket);
}

/** A genuine ticket, not frozen. */
export interface Who1Reading {
  readonly ticket: Ticket;
  /** Whether the userdata was encrypted. */
  readonly isEncrypted: boolean;
}

/**
 * The same, if the ticket was made within a time: one that was not must not cost the hashes.
 *
 * @param place as {@link addressOf} gives it
 */
export function parseWho1(
  value: string,
  key: Who1Key,
  place: string,
  sinceSeconds: number,
  untilSeconds: number,
): Who1Reading | undefined {
  if (!value.startsWith(key.head)) return undefined;
  const bytes = canonicalLength(value);
  if (bytes === undefined || bytes < FIELDS_AT + MAC_BYTES) return undefined;
  const sheet = key.hmac.sheetFor(bytes - MAC_BYTES);
  const { all, hashed } = sheet;
  if (all.write(value, MESSAGE_AT, 'base64url') !== bytes) return undefined;
  const timestampSeconds = all.readUInt32BE(MESSAGE_AT + TIME_AT);
  if (timestampSeconds < sinceSeconds || timestampSeconds > untilSeconds) return undefined;
  if (!key.hmac.isGenuine(sheet)) return undefined;

  const fields = readFields(hashed, MESSAGE_AT);
  if (!fields || fields.address !== place) return undefined;
  const { userid, tokens, isEncrypted } = fields;
  const userdata = isEncrypted ? decrypted(fields.userdata, key) : fields.userdata;
  return userdata === undefined ? undefined : { ticket: { userid, tokens, userdata, timestampSeconds }, isEncrypted };
}

/** Whether a ticket can be written as it is: most are of printable ASCII throughout. */
function isPlain({ userid, tokens, userdata, timestampSeconds }: Ticket): boolean {
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as string;
    if (token === '' || !isPrintable(token)) return false;
  }
  return userid !== '' && isPrintable(userid) && isPrintable(userdata) && timestampSeconds >>> 0 === timestampSeconds;
}

function isPrintable(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}

/** The same ticket in UTF-8, one character for each byte. */
function bytesOf({ userid, tokens, userdata, timestampSeconds }: Ticket): Ticket {
  if (userid === '' || !isClean(userid)) throw ticketError('TICKET_BAD_USERID', BAD_USERID);
  if (!tokens.every((token) => token !== '' && isClean(token))) throw ticketError('TICKET_BAD_TOKEN', BAD_TOKEN);
  if (!isClean(userdata)) throw ticketError('TICKET_BAD_USERDATA', BAD_USERDATA);
  if (timestampSeconds >>> 0 !== timestampSeconds) throw ticketError('TICKET_BAD_TIMESTAMP', BAD_TIMESTAMP);
  return { userid: utf8Bytes(userid), tokens: tokens.map(utf8Bytes), userdata: utf8Bytes(userdata), timestampSeconds };
}

/** The bytes of `encryption`, without the key's id, which the ticket has already. */
function encrypted(userdata: string, { encryption, id }: Who1Key): string {
  return Buffer.from(encryption.seal(userdata, PLACE).slice(id.length + 1), 'base64url').toString('latin1');
}

function decrypted(bytes: string, { encryption, id }: Who1Key): string | undefined {
  return encryption.open(`${id}.${Buffer.from(bytes, 'latin1').toString('base64url')}`, PLACE);
}

function writeLine(bytes: string, into: Buffer, at: number): number {
  const end = writeBytes(bytes, into, at);
  into[end] = LF;
  return end + 1;
}

/** Stands for no address in a ticket. */
export const ANYWHERE = '';
const MAX_TIMESTAMP = 0xffffffff;
const PLACE = 'userdata';

const BAD_USERID = 'This userid cannot be written into a ticket: it must not be empty or have control characters.';
const BAD_TOKEN = 'A token cannot be written into a ticket: none may be empty or have control characters.';
const BAD_USERDATA = 'The userdata cannot be written into a ticket: it must not have control characters.';
const BAD_TIMESTAMP = 'A ticket needs a time between 1970 and 2106 in whole seconds.';
const NEEDS_ADDRESS = 'Tickets here are bound to addresses, and this client has none: turn "includeIp" off.';
