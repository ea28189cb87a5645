import { isUtf8 } from 'node:buffer';

/*
 * Tickets are bytes. Node hands header values over as latin1 strings, one character for each byte, and takes them
 * back the same way; so that is how this package holds bytes, too.
 */

/** The UTF-8 bytes of a text. */
export function utf8Bytes(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** The text that UTF-8 bytes stand for; `undefined` when they are not UTF-8. */
export function utf8Text(bytes: string): string | undefined {
  if (isAscii(bytes)) return bytes;
  const encoded = Buffer.from(bytes, 'latin1');
  return isUtf8(encoded) ? encoded.toString('utf8') : undefined;
}

/** Whether a text has neither control characters (C0, DEL, C1) nor half a surrogate pair, which has no UTF-8. */
export function isClean(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return false;
    if (code < 0xd800 || code > 0xdfff) continue;
    const next = text.charCodeAt(++i);
    if (code > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return false;
  }
  return true;
}

/** Percent-encodes bytes exactly as Python's `urllib.parse.quote` does: letters, digits and `_.-~/` stay. */
export function percentEncode(bytes: string): string {
  let encoded = '';
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes.charCodeAt(i);
    encoded += isUnreserved(code) ? bytes[i] : `%${code.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}

/** Undoes percent-encoding. A `%` that is not followed by two hexadecimal digits stays as it is. */
export function percentDecode(bytes: string): string {
  let percent = bytes.indexOf('%');
  if (percent === -1) return bytes;
  let decoded = '';
  let start = 0;
  for (; percent !== -1; percent = bytes.indexOf('%', percent + 1)) {
    const value = hexValue(bytes, percent + 1, percent + 3);
    if (value === undefined) continue;
    decoded += bytes.slice(start, percent) + String.fromCharCode(value);
    start = percent + 3;
    percent += 2;
  }
  return decoded + bytes.slice(start);
}

/** The bytes that base64 stands for, with or without its padding; `undefined` when it is not base64 throughout. */
export function base64Bytes(text: string): string | undefined {
  const bytes = Buffer.from(text, 'base64');
  // Node's decoder passes over what is not base64; encoding again shows whether there was any of that.
  const padded = bytes.toString('base64');
  return text === padded || text === withoutPadding(padded) ? bytes.toString('latin1') : undefined;
}

/** The number that the hexadecimal digits from `start` to `end` stand for; `undefined` when they are not all digits. */
export function hexValue(text: string, start: number, end: number): number | undefined {
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = hexDigit(text.charCodeAt(i));
    if (digit === undefined) return undefined;
    value = value * 16 + digit;
  }
  return value;
}

function isAscii(bytes: string): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes.charCodeAt(i) > 0x7f) return false;
  return true;
}

function hexDigit(code: number): number | undefined {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : undefined;
}

function withoutPadding(padded: string): string {
  const end = padded.indexOf('=');
  return end === -1 ? padded : padded.slice(0, end);
}

function isUnreserved(code: number): boolean {
  const letter = code | 0x20;
  if ((letter >= 0x61 && letter <= 0x7a) || (code >= 0x2d && code <= 0x39)) return true;
  return code === 0x5f || code === 0x7e;
}
