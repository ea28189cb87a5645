import { textIn } from './attributes.js';

/**
 * A DN from a template, with a login name in place of `{login}`. Everything in it but letters and digits of ASCII is
 * escaped (RFC 4514, section 2.4), so that it stays the value of one attribute.
 *
 * @example
 * dnOf('uid={login},ou=people,dc=example,dc=org', 'a,b'); // 'uid=a\2Cb,ou=people,dc=example,dc=org'
 */
export function dnOf(template: string, login: string): string {
  const escaped = Buffer.from(login, 'utf8')
    .toString('latin1')
    .replace(/[^a-z0-9]/gi, hexPair);
  return template.replaceAll('{login}', () => escaped);
}

const hexPair = (byte: string): string => `\\${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;

/** One attribute of a name: its type in lower case, and its value without escapes. */
export interface Assertion {
  readonly type: string;
  readonly value: string;
}

/**
 * A DN as a list of its names, each a list of attributes (RFC 4514). The same DN comes back in several spellings.
 *
 * @returns `undefined` where it is none
 */
export function parseDn(dn: string): readonly (readonly Assertion[])[] | undefined {
  if (dn.trim() === '') return [];
  const names: Assertion[][] = [[]];
  for (let at = 0; ; at++) {
    TYPE.lastIndex = at;
    const [start, type] = TYPE.exec(dn) ?? [];
    if (start === undefined || type === undefined) return undefined;
    const { bytes, end } = valueAt(dn, at + start.length);
    const value = textIn(bytes);
    if (value === undefined) return undefined;
    names.at(-1)?.push({ type: type.toLowerCase(), value });
    if (end === dn.length) return names;
    if (!/[,;+]/.test(dn.charAt(end))) return undefined;
    if (dn[end] !== '+') names.push([]);
    at = end;
  }
}

const TYPE = /\s*([a-z][a-z\d-]*|\d+(?:\.\d+)*)\s*=\s*/iy;
/** An escaped byte, an escaped character, or plain ones. */
const PIECE = /\\([\da-f]{2})|\\(.)|([^\\,;+]+)/isuy;

/** Blanks at the end do not count, unless they are escaped. */
function valueAt(dn: string, start: number): { readonly bytes: Buffer; readonly end: number } {
  const bytes: Buffer[] = [];
  let end = start;
  PIECE.lastIndex = start;
  for (let piece = PIECE.exec(dn); piece; piece = PIECE.exec(dn)) {
    end = PIECE.lastIndex;
    const [, pair, escaped, plain = ''] = piece;
    const isLast = end === dn.length || /[,;+]/.test(dn.charAt(end));
    bytes.push(pair ? Buffer.from(pair, 'hex') : Buffer.from(escaped ?? (isLast ? plain.trimEnd() : plain), 'utf8'));
  }
  return { bytes: Buffer.concat(bytes), end };
}

/**
 * The same text for all spellings of a DN, as far as case, blanks, escapes and the order within a name go. For telling
 * what has been seen already, not for deciding who somebody is.
 */
export const canonicalDn = (dn: string): string => canonicalNames(dn).join();

/** Whether a DN is below another one. */
export function isBelow(dn: string, base: string): boolean {
  const [names, others] = [canonicalNames(dn), canonicalNames(base)];
  return names.length > others.length && names.slice(-others.length).join() === others.join();
}

function canonicalNames(dn: string): readonly string[] {
  const plain = (value: string): string => value.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
  const names = parseDn(dn)?.map((name) => JSON.stringify(name.map(({ type, value }) => [type, plain(value)]).sort()));
  return names ?? [dn];
}
