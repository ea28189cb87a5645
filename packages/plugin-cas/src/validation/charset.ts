import { badResponse } from '../errors.js';

/**
 * The text of an answer. Servers say one thing of themselves and send another, so whatever is UTF-8 counts as that; only
 * what is not goes by what the XML declaration says, or else the `Content-Type`.
 *
 * @throws {WhoError} CAS_BAD_RESPONSE
 */
export function decodeAnswer(bytes: Uint8Array, contentType: string | null | undefined): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // It is said what else it is, or it cannot be read.
  }
  const said = [declaredIn(bytes), charsetOf(contentType)].filter((name) => name !== undefined);
  const upperHalf = said.map((name) => UPPER_HALVES.get(name)).find((found) => found !== undefined);
  if (!upperHalf)
    throw badResponse(`it is not UTF-8, and ${said[0] ? `"${said[0]}" is not known` : 'says nothing else'}`);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[\x80-\xff]/g, (char) => upperHalf[char.charCodeAt(0)] ?? char);
}

/** Of an XML declaration that is as all encodings here write it: in ASCII. */
function declaredIn(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  return /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(head)?.[1]?.toLowerCase();
}

function charsetOf(contentType: string | null | undefined): string | undefined {
  return /;\s*charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1]?.toLowerCase();
}

/** Bytes that stand for another character than the one of the same number. */
type Differences = Readonly<Record<number, string>>;

/** What Windows has where ISO-8859-1 has control characters. Nobody means those, and browsers read them in this way, too. */
const WINDOWS_1252: Differences = differences(0x80, '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ');
const ISO_8859_15: Differences = {
  164: '€',
  166: 'Š',
  168: 'š',
  180: 'Ž',
  184: 'ž',
  188: 'Œ',
  189: 'œ',
  190: 'Ÿ',
};

/** By the names that servers use, in lower case. */
const UPPER_HALVES: ReadonlyMap<string, Differences> = new Map([
  ...named('windows-1252 cp1252 cp-1252 x-cp1252', WINDOWS_1252),
  ...named('iso-8859-1 iso8859-1 iso_8859-1 iso8859_1 8859_1 latin1 latin-1 l1', WINDOWS_1252),
  ...named('iso-8859-15 iso8859-15 iso_8859-15 iso8859_15 latin9 latin-9 l9', ISO_8859_15),
]);

function differences(from: number, characters: string): Differences {
  return Object.fromEntries([...characters].map((character, i) => [from + i, character]));
}

function named(names: string, differences: Differences): [name: string, Differences][] {
  return names.split(' ').map((name) => [name, differences]);
}
