import { hash, timingSafeEqual } from 'node:crypto';

/**
 * Apache's own variant of MD5-crypt, `$apr1$salt$hash` (`apr_md5_encode` in apr-util's `crypto/apr_md5.c`).
 *
 * @param password any bytes
 * @param salt at most 8 bytes count, the rest is dropped
 */
export function apr1(password: Uint8Array, salt: Uint8Array): string {
  const short = salt.subarray(0, 8);
  let digest = firstDigest(password, short);

  // A round hashes password, salt and last digest in one of eight layouts. They are laid out once.
  const layouts = Array.from({ length: 8 }, (_, bits) => layout(password, short, bits));
  for (let round = 0; round < 1000; round++) {
    const bits = (round & 1) | (round % 3 === 0 ? 0 : 2) | (round % 7 === 0 ? 0 : 4);
    const { input, digestAt } = layouts[bits] as Layout;
    input.set(digest, digestAt);
    digest = md5(input);
  }
  return `$apr1$${Buffer.from(short).toString('latin1')}$${encode(digest)}`;
}

/** Checks a password against a stored `$apr1$` hash. */
export function verifyApr1(password: Uint8Array, stored: string): boolean {
  const salt = stored.split('$')[2] ?? '';
  const expected = Buffer.from(stored, 'latin1');
  const computed = Buffer.from(apr1(password, Buffer.from(salt, 'latin1')), 'latin1');
  return expected.length === computed.length && timingSafeEqual(expected, computed);
}

function firstDigest(password: Uint8Array, salt: Uint8Array): Uint8Array {
  const inner = md5(Buffer.concat([password, salt, password]));
  const parts: Uint8Array[] = [password, Buffer.from('$apr1$'), salt];
  for (let left = password.length; left > 0; left -= 16) parts.push(inner.subarray(0, Math.min(left, 16)));
  // The bits of the length choose between a zero byte and the password's first byte: odd, but that is the algorithm.
  for (let bits = password.length; bits > 0; bits >>= 1) {
    parts.push((bits & 1) === 1 ? ZERO : password.subarray(0, 1));
  }
  return md5(Buffer.concat(parts));
}

interface Layout {
  readonly input: Uint8Array;
  /** Where the last round's digest belongs. */
  readonly digestAt: number;
}

/** @param bits 1: an odd round; 2: with the salt; 4: with the password once more */
function layout(password: Uint8Array, salt: Uint8Array, bits: number): Layout {
  const isOdd = (bits & 1) === 1;
  const blank = new Uint8Array(16);
  const middle = [(bits & 2) === 0 ? EMPTY : salt, (bits & 4) === 0 ? EMPTY : password];
  const input = Buffer.concat(isOdd ? [password, ...middle, blank] : [blank, ...middle, password]);
  return { input, digestAt: isOdd ? input.length - 16 : 0 };
}

function md5(input: Uint8Array): Uint8Array {
  return hash('md5', input, 'buffer');
}

/** 16 bytes as 22 digits, in crypt's order and alphabet. */
function encode(digest: Uint8Array): string {
  let text = '';
  for (const [high, middle, low] of BYTE_ORDER) {
    const value = (byteAt(digest, high) << 16) | (byteAt(digest, middle) << 8) | byteAt(digest, low);
    text += digits(value, 4);
  }
  return text + digits(byteAt(digest, 11), 2);
}

function digits(value: number, count: number): string {
  let text = '';
  for (let left = value, i = 0; i < count; i++, left >>= 6) text += ALPHABET[left & 63];
  return text;
}

const byteAt = (bytes: Uint8Array, index: number): number => bytes[index] as number;

const EMPTY = new Uint8Array(0);
const ZERO = new Uint8Array(1);
const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BYTE_ORDER = [
  [0, 6, 12],
  [1, 7, 13],
  [2, 8, 14],
  [3, 9, 15],
  [4, 10, 5],
] as const;
