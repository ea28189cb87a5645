import { encode } from './crypt-text.js';
import { byBits, digestBy, repeated, stretched } from './md-crypt.js';

/** MD5-crypt, `$1$salt$hash` (Poul-Henning Kamp's `crypt` of FreeBSD). At most 8 bytes of the salt count. */
export function md5Crypt(password: Uint8Array, setting: string): string {
  return variant('$1$', password, setting);
}

/** Apache's own variant of it, `$apr1$salt$hash` (`apr_md5_encode` in apr-util's `crypto/apr_md5.c`). */
export function apr1(password: Uint8Array, setting: string): string {
  return variant('$apr1$', password, setting);
}

function variant(magic: string, password: Uint8Array, setting: string): string {
  const salt = Buffer.from(setting.split('$')[2] ?? '', 'latin1').subarray(0, 8);
  const digest = repeated(md5, firstDigest(magic, password, salt), password, salt, 1000);
  return `${magic}${salt.toString('latin1')}$${encode(digest, MD5_ORDER)}`;
}

function firstDigest(magic: string, password: Uint8Array, salt: Uint8Array): Uint8Array {
  const inner = md5(Buffer.concat([password, salt, password]));
  // The bits of the length choose between a zero byte and the password's first byte: odd, but that is the algorithm.
  const odd = byBits(password.length, ZERO, password.subarray(0, 1));
  return md5(Buffer.concat([password, Buffer.from(magic), salt, stretched(inner, password.length), ...odd]));
}

const md5 = digestBy('md5');
const ZERO = new Uint8Array(1);
/** Which bytes of an MD5 digest stand together. */
export const MD5_ORDER: readonly (readonly number[])[] = [
  [0, 6, 12],
  [1, 7, 13],
  [2, 8, 14],
  [3, 9, 15],
  [4, 10, 5],
  [11],
];
