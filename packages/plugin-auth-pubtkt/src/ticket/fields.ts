import type { PubtktFieldCode, PubtktRefusalCode } from '../errors.js';
import { canonicalAddress } from './address.js';
import { Bauth, MAX_BAUTH_BYTES } from './bauth.js';
import { isClean, utf8Bytes, utf8Text } from './bytes.js';
import type { Pubtkt } from './pubtkt.js';

/**
 * Reads what stands before a ticket's signature: names and values with `=` between them, and `;` after each. Fields of
 * other names are passed over, as mod_auth_pubtkt does; one that comes twice is refused, where the module takes the last.
 *
 * @param bytes one character for each (latin1)
 */
export function readFields(bytes: string): Pubtkt | PubtktRefusalCode {
  const fields = new Map<string, string>();
  for (const field of bytes.split(';')) {
    if (field === '') continue;
    const equals = field.indexOf('=');
    // Half of a value with a ";" in it, which the module cuts in silence.
    if (equals === -1) return 'PUBTKT_UNREADABLE';
    const name = field.slice(0, equals);
    if (!NAMES.has(name)) continue;
    if (fields.has(name)) return 'PUBTKT_REPEATED_FIELD';
    fields.set(name, field.slice(equals + 1));
  }
  return ticketOf(fields);
}

function ticketOf(fields: ReadonlyMap<string, string>): Pubtkt | PubtktFieldCode {
  const text = (name: string): string => fields.get(name) ?? '';
  const tokens = utf8Text(text('tokens'));
  const grace = timeIn(text('graceperiod') || '0');
  const clientIp = text('cip');
  if (tokens === undefined) return 'PUBTKT_BAD_FIELD';
  const ticket: Pubtkt = {
    // A userid in latin1 is refused: beside a UTF-8 one, two users of Apache's could become one here.
    userid: utf8Text(text('uid')) ?? '',
    tokens: tokens.split(',').filter((token) => token !== ''),
    userdata: utf8Text(text('udata')) ?? text('udata'),
    validUntilSeconds: timeIn(text('validuntil')),
    ...(grace !== 0 && { graceAfterSeconds: grace }),
    ...(clientIp !== '' && { clientIp: canonicalAddress(clientIp) ?? '' }),
    multifactor: text('multifactor') === '1',
    ...(text('bauth') !== '' && { bauth: new Bauth(text('bauth')) }),
  };
  return problemOf(ticket, MAX_BYTES) ?? ticket;
}

/** Writes what {@link readFields} reads. */
export function writeFields(ticket: Pubtkt): string {
  const { clientIp, graceAfterSeconds, bauth } = ticket;
  const fields = [
    `uid=${ticket.userid}`,
    clientIp !== undefined && `cip=${canonicalAddress(clientIp)}`,
    `validuntil=${ticket.validUntilSeconds}`,
    graceAfterSeconds !== undefined && `graceperiod=${graceAfterSeconds}`,
    bauth !== undefined && `bauth=${bauth.text}`,
    `tokens=${ticket.tokens.join(',')}`,
    `udata=${ticket.userdata}`,
    ticket.multifactor && 'multifactor=1',
  ];
  return utf8Bytes(fields.filter((field) => field !== false).join(';'));
}

/**
 * Says what is wrong with a ticket, whichever way it came: a reader refuses what a minter refuses, so that every
 * ticket that was read can be re-issued.
 */
export function problemOf(ticket: Pubtkt, maxUseridBytes: number): PubtktFieldCode | undefined {
  const { userid, tokens, userdata, clientIp, bauth } = ticket;
  if (userid === '' || !isClean(userid)) return 'PUBTKT_BAD_USERID';
  if (Buffer.byteLength(userid) > maxUseridBytes) return 'PUBTKT_LONG_USERID';
  if (!isTime(ticket.validUntilSeconds) || !isTime(ticket.graceAfterSeconds ?? 1)) return 'PUBTKT_BAD_TIME';
  if (!tokens.every((token) => token !== '' && isClean(token) && !token.includes(','))) return 'PUBTKT_BAD_FIELD';
  if (!isClean(userdata)) return 'PUBTKT_BAD_FIELD';
  if (clientIp !== undefined && canonicalAddress(clientIp) === undefined) return 'PUBTKT_BAD_FIELD';
  if (bauth && !/^[\w+/=]+$/.test(bauth.text)) return 'PUBTKT_BAD_FIELD';
  const isLong = [tokens.join(','), userdata].some((text) => Buffer.byteLength(text) > MAX_BYTES);
  return isLong || (bauth && bauth.text.length > MAX_BAUTH_BYTES) ? 'PUBTKT_LONG_FIELD' : undefined;
}

/** The module reads 32 bits of a number, and passes over what stands around it; here nothing may. */
function timeIn(text: string): number {
  return /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
}

function isTime(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds > 0 && seconds <= 0xffffffff;
}

/** The fields that are known, by the names that they have in a ticket. */
const NAMES: ReadonlySet<string> = new Set(
  ['uid', 'cip', 'validuntil', 'graceperiod', 'bauth', 'multifactor', 'tokens', 'udata'], //
);

/** mod_auth_pubtkt cuts what is longer. */
const MAX_BYTES = 255;
