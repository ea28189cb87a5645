import { base64Bytes, percentDecode } from '../ticket/bytes.js';
import type { Compat } from '../ticket/ticket.js';

/**
 * Finds the ticket in a cookie's value, in the order in which mod_auth_tkt looks: plain, URL-quoted, base64 (padded,
 * unpadded, padding as `%3D`), each also in double quotes. Base64 for URLs and wrapped base64 are not accepted.
 *
 * @param value the value as it was sent, one character for each byte (latin1)
 * @returns the ticket's bytes, unverified; `undefined` when there can be none
 */
export function decodeCookieValue(value: string): string | undefined {
  const start = value.startsWith('"') ? 1 : 0;
  const end = value.length > start && value.endsWith('"') ? value.length - 1 : value.length;
  const bare = value.slice(start, end);
  if (bare.includes('!')) return bare;

  const decoded = percentDecode(bare);
  if (decoded.includes('!')) return decoded;
  const bytes = base64Bytes(decoded);
  return bytes?.includes('!') ? bytes : undefined;
}

/**
 * Finds the ticket in a cookie's value that Python (`http.cookies`, WebOb) has put into double quotes, with a backslash
 * and three octal digits for a comma (`\054`) and for more. mod_auth_tkt takes a backslash for itself; so this is
 * another reading of a value than that of {@link decodeCookieValue}, and the ticket's digest tells which one is meant.
 *
 * @param value the value as it was sent, one character for each byte (latin1)
 * @returns the ticket's bytes, unverified; `undefined` when nothing is escaped, or there can be no ticket
 */
export function decodePythonCookieValue(value: string): string | undefined {
  if (!value.includes('\\') || !/^".*"$/.test(value)) return undefined;
  const ticket = value.slice(1, -1).replace(/\\([0-3][0-7]{2}|.)/g, (_escape, escaped: string) => {
    return escaped.length === 1 ? escaped : String.fromCharCode(Number.parseInt(escaped, 8));
  });
  return ticket.includes('!') ? ticket : undefined;
}

/**
 * Writes a ticket the way its other readers do: `repoze` plain in double quotes, `mod_auth_tkt` in base64. A plain
 * ticket with bytes that a quoted cookie cannot carry (`"`, `;`, `\`, anything but ASCII) goes into base64 as well.
 */
export function encodeCookieValue(ticket: string, compat: Compat): string {
  if (compat === 'repoze' && isQuotable(ticket)) return `"${ticket}"`;
  return Buffer.from(ticket, 'latin1').toString('base64');
}

function isQuotable(ticket: string): boolean {
  for (let i = 0; i < ticket.length; i++) {
    const code = ticket.charCodeAt(i);
    if (code < 0x20 || code > 0x7e || code === QUOTE || code === SEMICOLON || code === BACKSLASH) return false;
  }
  return true;
}

const QUOTE = 0x22;
const SEMICOLON = 0x3b;
const BACKSLASH = 0x5c;
