import { utf8Text } from '../ticket/bytes.js';

/*
 * A ticket of `who1`, as bytes:
 *
 *   3  the version: "who1", taken as base64url
 *   3  the id of the key
 *   1  what the userdata is: 0 plain, 1 encrypted
 *   4  when it was made, in seconds since 1970, in network order
 *      userid LF address LF { token LF } LF userdata
 *  32  HMAC-SHA-256 of all of this
 *
 * and all of it in base64url without padding, so that it begins with "who1" and the id as letters. Texts are UTF-8. None
 * has control characters, and no token is empty: so there is one way to read it, and one way to write it.
 */

export const KIND_AT = 6;
export const TIME_AT = 7;
export const FIELDS_AT = 11;
export const PLAIN = 0;
export const ENCRYPTED = 1;
export const LF = 0x0a;

/** What stands between the time and the MAC. Userdata that is encrypted is bytes, one character for each (latin1). */
export interface Fields {
  readonly userid: string;
  /** Of the client that the ticket is bound to; empty for any. */
  readonly address: string;
  readonly tokens: readonly string[];
  readonly userdata: string;
  readonly isEncrypted: boolean;
}

/** @returns `undefined` for bytes that nobody has written who has the secret */
export function readFields(message: Buffer, at: number): Fields | undefined {
  const kind = message[at + KIND_AT];
  if (kind !== PLAIN && kind !== ENCRYPTED) return undefined;
  const text = message.toString(kind === PLAIN ? 'utf8' : 'latin1', at + FIELDS_AT);
  const useridEnd = text.indexOf('\n');
  const addressEnd = text.indexOf('\n', useridEnd + 1);
  let tokens: string[] | undefined;
  let start = addressEnd + 1;
  for (let end = text.indexOf('\n', start); end !== start; end = text.indexOf('\n', start)) {
    if (end === -1) return undefined;
    const token = text.slice(start, end);
    if (tokens === undefined) tokens = [token];
    else tokens.push(token);
    start = end + 1;
  }
  const userid = text.slice(0, useridEnd);
  const address = text.slice(useridEnd + 1, addressEnd);
  const userdata = text.slice(start + 1);
  if (kind === PLAIN) return { userid, address, tokens: tokens ?? NO_TOKENS, userdata, isEncrypted: false };
  return { userid: textOf(userid), address, tokens: tokens?.map(textOf) ?? NO_TOKENS, userdata, isEncrypted: true };
}

const textOf = (bytes: string): string => utf8Text(bytes) ?? '';

/** How many bytes base64url without padding stands for; `undefined` when it is not the only way to write them. */
export function canonicalLength(text: string): number | undefined {
  const over = text.length & 3;
  if (over === 1 || text.includes('+') || text.includes('/')) return undefined;
  // What the last letter says beyond the last byte.
  if (over !== 0 && !LAST_LETTERS[over - 2]?.includes(text.charAt(text.length - 1))) return undefined;
  return (text.length * 3) >> 2;
}

const LAST_LETTERS: readonly string[] = ['AQgw', 'AEIMQUYcgkosw048'];
const NO_TOKENS: readonly string[] = Object.freeze([]);
