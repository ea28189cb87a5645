import { randomBytes } from 'node:crypto';
import { DIGITS } from '../algorithms/crypt-text.js';
import type { HashScheme } from './hashing.js';

/** SHA-512-crypt, `$6$`. */
export const sha512Crypt: HashScheme<'rounds'> = {
  form: 'crypt',
  numbers: { rounds: [200_000, 1000, 999_999_999] },
  decoy: ({ rounds }) => text(rounds, '.'.repeat(16)),
  hash(password, { rounds }, { crypt }) {
    const salt = Array.from(randomBytes(16), (byte) => DIGITS[byte & 63]).join('');
    return crypt({ algorithm: 'sha-crypt', password, setting: text(rounds, salt) });
  },
};

/** A well-formed hash, of which the part after the salt is still to be made. */
const text = (rounds: number, salt: string): string => `$6$rounds=${rounds}$${salt}$${'.'.repeat(86)}`;
