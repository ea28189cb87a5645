import { encode, isSame } from './crypt-text.js';
import { byBits, digestBy, repeated, stretched } from './md-crypt.js';

/**
 * Apache's own variant of MD5-crypt, `$apr1$salt$hash` (`apr_md5_encode` in apr-util's `crypto/apr_md5.c`).
 *
 * @param password any bytes
 * @param salt at most 8 bytes count, the rest is dropped
 */
export function apr1(password: Uint8Array, salt: Uint8Array): string {
  const short = salt.subarray(0, 8);
  const digest = repeated(md5, firstDigest(password, short), password, short, 1000);
  return `$apr1$${Buffer.from(short).toString('latin1')}$${encode(digest, ORDER)}`;
}

/** Checks a password against a stored `$apr1$` hash. */
export function verifyApr1(password: Uint8Array, stored: string): boolean {
  const salt = stored.split('$')[2] ?? '';
  return isSame(apr1(password, Buffer.from(salt, 'latin1')), stored);
}

function firstDigest(password: Uint8Array, salt: Uint8Array): Uint8Array {
  const inner = md5(Buffer.concat([password, salt, password]));
  // The bits of the length choose between a zero byte and the password's first byte: odd, but that is the algorithm.
  const odd = byBits(password.length, ZERO, password.subarray(0, 1));
  return md5(Buffer.concat([password, Buffer.from('$apr1$'), salt, stretched(inner, password.length), ...odd]));
}

const md5 = digestBy('md5');
const ZERO = new Uint8Array(1);
const ORDER = [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5], [11]];
