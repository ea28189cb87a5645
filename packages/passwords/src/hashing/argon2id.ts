import { randomBytes } from 'node:crypto';
import { toBase64 } from '../algorithms/encodings.js';
import { argon2 } from '../checks/argon2.js';
import type { HashScheme } from './hashing.js';

type Numbers = Readonly<Record<'memoryKib' | 'passes' | 'lanes', number>>;

/** Argon2id (RFC 9106) in the PHC's format; the defaults are OWASP's. */
export const argon2id: HashScheme<keyof Numbers> = {
  form: 'phc',
  numbers: { memoryKib: [19_456, 8, 2 ** 32 - 1], passes: [2, 1, 2 ** 32 - 1], lanes: [1, 1, 255] },
  decoy: (numbers) => text(numbers, Buffer.alloc(SALT_BYTES), Buffer.alloc(HASH_BYTES)),
  async hash(password, numbers) {
    const salt = randomBytes(SALT_BYTES);
    const { memoryKib: m, passes: t, lanes: p } = numbers;
    return text(numbers, salt, await argon2(password, { kind: 'id', version: 19, m, t, p, salt }, HASH_BYTES));
  },
};

function text({ memoryKib, passes, lanes }: Numbers, salt: Buffer, hash: Buffer): string {
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${toBase64(salt)}$${toBase64(hash)}`;
}

const SALT_BYTES = 16;
const HASH_BYTES = 32;
