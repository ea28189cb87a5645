import { hash } from 'node:crypto';

// What MD5-crypt and the SHA-crypts that came after it have in common.

/** A digest of some bytes. */
export type Digest = (input: Uint8Array) => Uint8Array;

/** @param algorithm as OpenSSL names it */
export function digestBy(algorithm: string): Digest {
  return (input) => hash(algorithm, input, 'buffer');
}

/** A digest, repeated and cut to a length in bytes. */
export function stretched(digest: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += digest.length) bytes.set(digest.subarray(0, length - at), at);
  return bytes;
}

/** For each bit of a number, the lowest first, one of two things. */
export function byBits<T>(number: number, one: T, zero: T): T[] {
  const chosen: T[] = [];
  for (let bits = number; bits > 0; bits >>>= 1) chosen.push((bits & 1) === 1 ? one : zero);
  return chosen;
}

/**
 * Digests password, salt and the last round's digest again and again, in one of eight layouts. They are laid out once.
 *
 * @param first what the first round begins with
 */
export function repeated(
  digest: Digest,
  first: Uint8Array,
  password: Uint8Array,
  salt: Uint8Array,
  rounds: number,
): Uint8Array {
  const layouts = Array.from({ length: 8 }, (_, bits) => layout(password, salt, bits, first.length));
  let last = first;
  for (let round = 0; round < rounds; round++) {
    const bits = (round & 1) | (round % 3 === 0 ? 0 : 2) | (round % 7 === 0 ? 0 : 4);
    const { input, digestAt } = layouts[bits] as Layout;
    input.set(last, digestAt);
    last = digest(input);
  }
  return last;
}

interface Layout {
  readonly input: Uint8Array;
  /** Where the last round's digest belongs. */
  readonly digestAt: number;
}

/** @param bits 1: an odd round; 2: with the salt; 4: with the password once more */
function layout(password: Uint8Array, salt: Uint8Array, bits: number, digestLength: number): Layout {
  const isOdd = (bits & 1) === 1;
  const blank = new Uint8Array(digestLength);
  const middle = [(bits & 2) === 0 ? EMPTY : salt, (bits & 4) === 0 ? EMPTY : password];
  const input = Buffer.concat(isOdd ? [password, ...middle, blank] : [blank, ...middle, password]);
  return { input, digestAt: isOdd ? input.length - digestLength : 0 };
}

const EMPTY = new Uint8Array(0);
