import { hash, timingSafeEqual } from 'node:crypto';
import { ipv4Number } from './ip-address.js';

/** The hash functions that tickets are signed with. */
export type Digest = 'md5' | 'sha256' | 'sha512';

/** Length of a digest in hexadecimal digits. */
export const DIGEST_LENGTH: Readonly<Record<Digest, number>> = { md5: 32, sha256: 64, sha512: 128 };

/**
 * The double digest of mod_auth_tkt: over the client's address, the time (both as four bytes in network order), the
 * secret and the fields with NULs between them; and again over that in hexadecimal and the secret.
 *
 * @param client a dotted IPv4 address
 * @param fields userid, tokens and userdata with NULs between them, one character for each byte
 */
export function digestOf(digest: Digest, secret: string, client: string, timestamp: number, fields: string): string {
  const sheet = sheetFor(secret, fields.length);
  sheet.writeUInt32BE(ipv4Number(client), 0);
  sheet.writeUInt32BE(timestamp, 4);
  sheet.write(fields, sheet.length - fields.length, 'latin1');
  return hash(digest, hash(digest, sheet) + secret);
}

/** What is digested, with the secret in its place: to make a buffer takes longer than to fill it. */
function sheetFor(secret: string, fieldsLength: number): Buffer {
  const known = sheets[fieldsLength];
  if (known?.secret === secret) return known.sheet;
  const sheet = Buffer.alloc(SECRET_AT + Buffer.byteLength(secret) + fieldsLength);
  sheet.write(secret, SECRET_AT);
  if (fieldsLength < MANY_SHEETS) sheets[fieldsLength] = { secret, sheet };
  return sheet;
}

/** By the length of their fields. */
const sheets: { readonly secret: string; readonly sheet: Buffer }[] = [];
const MANY_SHEETS = 256;
const SECRET_AT = 8;

/** Whether the digest that a ticket begins with is this one. In constant time. */
export function hasDigest(ticket: string, digest: Digest, expected: string): boolean {
  const [given, right] = COMPARED[digest];
  if (given.write(ticket, 'latin1') < given.length) return false;
  right.write(expected, 'latin1');
  return timingSafeEqual(given, right);
}

const pairOf = (digest: Digest): readonly [Buffer, Buffer] => [
  Buffer.alloc(DIGEST_LENGTH[digest]),
  Buffer.alloc(DIGEST_LENGTH[digest]),
];
const COMPARED: Readonly<Record<Digest, readonly [Buffer, Buffer]>> = {
  md5: pairOf('md5'),
  sha256: pairOf('sha256'),
  sha512: pairOf('sha512'),
};
