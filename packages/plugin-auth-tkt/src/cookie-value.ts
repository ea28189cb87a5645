import { percentDecode } from './bytes.js';
import type { Compat } from './ticket.js';

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
  const bytes = decodeBase64(decoded);
  return bytes?.includes('!') ? bytes : undefined;
}

/**
 * Writes a ticket the way its other readers do: `repoze` plain in double quotes, `mod_auth_tkt` in base64. A plain
 * ticket with bytes that a quoted cookie cannot carry (`"`, `;`, `\`, anything but ASCII) goes into base64 as well.
 */
export function encodeCookieValue(ticket: string, compat: Compat): string {
  if (compat === 'repoze' && isQuotable(ticket)) return `"${ticket}"`;
  return Buffer.from(ticket, 'latin1').toString('base64');
}

/** Node's decoder passes over what is not base64; encoding again shows whether there was any of that. */
function decodeBase64(value: string): string | undefined {
  const bytes = Buffer.from(value, 'base64');
  const padded = bytes.toString('base64');
  return value === padded || value === withoutPadding(padded) ? bytes.toString('latin1') : undefined;
}

function withoutPadding(padded: string): string {
  const end = padded.indexOf('=');
  return end === -1 ? padded : padded.slice(0, end);
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
