import { isUtf8 } from 'node:buffer';

/** A user name and a password. */
export interface UserPass {
  readonly login: string;
  readonly password: string;
}

/**
 * Reads the value of an `Authorization` header of the scheme Basic (RFC 7617, section 2).
 *
 * The base64 may lack its padding; anything else that is not base64 is refused. The text is UTF-8, or latin-1 where it
 * is not valid UTF-8. The first colon ends the user name. Control characters are refused, as the RFC demands.
 *
 * @returns `undefined` for another scheme, for what cannot be read, and for an empty user name
 * @example
 * parseBasic('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='); // { login: 'Aladdin', password: 'open sesame' }
 */
export function parseBasic(authorization: string): UserPass | undefined {
  const match = BASIC.exec(authorization);
  if (!match) return undefined;
  const [, digits = '', padding = ''] = match;
  if (!isWholeBase64(digits.length, padding.length)) return undefined;

  const bytes = Buffer.from(digits, 'base64');
  const text = bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
  const colon = text.indexOf(':');
  if (colon < 1 || CONTROL_CHARACTER.test(text)) return undefined;
  return { login: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Whether the scheme is Basic, whatever follows. */
export function isBasic(authorization: string): boolean {
  return /^basic(?: |$)/i.test(authorization);
}

/** Four digits hold three bytes; two or three at the end hold one or two; one alone holds none. */
function isWholeBase64(digits: number, padding: number): boolean {
  return padding === 0 ? digits % 4 !== 1 : (digits + padding) % 4 === 0;
}

const BASIC = /^basic +([A-Za-z0-9+/]+)(={0,2})$/i;
const CONTROL_CHARACTER = /\p{Cc}/u;
