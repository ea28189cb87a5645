import { hash } from 'node:crypto';
import { encode } from './crypt-text.js';
import { HAMLET } from './hamlet.js';
import { MD5_ORDER } from './md5-crypt.js';

/**
 * Solaris's MD5, `$md5,rounds=N$salt$hash`, also without rounds (Alec Muffett, "Evolution of unix passwords"). A text
 * with `$$` before the hash has the first of the two for a part of its salt.
 */
export function sunMd5(password: Uint8Array, setting: string): string {
  const start = setting.slice(0, setting.lastIndexOf('$'));
  const rounds = BASIC_ROUNDS + Number(/^\$md5,rounds=(\d+)/.exec(start)?.[1] ?? 0);
  let digest = md5(Buffer.concat([password, Buffer.from(start, 'latin1')]));
  for (let round = 0; round < rounds; round++) {
    const number = Buffer.from(String(round));
    digest = md5(Buffer.concat(isHeads(digest, round) ? [digest, HAMLET, number] : [digest, number]));
  }
  return `${start}$${encode(digest, MD5_ORDER)}`;
}

/** The coin that a digest tosses: two of its own bits, chosen by others. */
function isHeads(digest: Buffer, round: number): boolean {
  const one = chosen(digest, 0) >> bitOf(digest, round);
  const other = chosen(digest, 8) >> bitOf(digest, round + 64);
  return bitOf(digest, one & 127) !== bitOf(digest, other & 127);
}

/** Eight bits, which bytes from a place on choose. */
function chosen(digest: Buffer, from: number): number {
  let bits = 0;
  for (let at = 0; at < 8; at++) {
    const [a, b] = [digest[(from + at) & 15] as number, digest[(from + at + 3) & 15] as number];
    const byte = digest[(a >> (b % 5)) & 15] as number;
    bits |= bitOf(digest, byte >> ((b >> (a & 7)) & 1)) << at;
  }
  return bits;
}

const bitOf = (digest: Buffer, place: number): number => ((digest[(place >> 3) & 15] as number) >> (place & 7)) & 1;

const md5 = (input: Uint8Array): Buffer => hash('md5', input, 'buffer');

/** Those that are not written down. */
const BASIC_ROUNDS = 4096;
