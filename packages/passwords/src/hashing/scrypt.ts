import { randomBytes } from 'node:crypto';
import { toBase64 } from '../algorithms/encodings.js';
import { scrypt as computed } from '../checks/scrypt.js';
import type { HashScheme } from './hashing.js';

type Numbers = Readonly<Record<'log2N' | 'blockSize' | 'parallelization', number>>;

/** scrypt (RFC 7914) in the PHC's format; the defaults are OWASP's. */
export const scrypt: HashScheme<keyof Numbers> = {
  form: 'phc',
  numbers: { log2N: [17, 1, 31], blockSize: [8, 1, 1024], parallelization: [1, 1, 1024] },
  decoy: (numbers) => text(numbers, Buffer.alloc(SALT_BYTES), Buffer.alloc(HASH_BYTES)),
  async hash(password, numbers) {
    const salt = randomBytes(SALT_BYTES);
    const { log2N: log2, blockSize: r, parallelization: p } = numbers;
    return text(numbers, salt, await computed(password, { log2, r, p, salt }, HASH_BYTES));
  },
};

function text({ log2N, blockSize, parallelization }: Numbers, salt: Buffer, hash: Buffer): string {
  return `$scrypt$ln=${log2N},r=${blockSize},p=${parallelization}$${toBase64(salt)}$${toBase64(hash)}`;
}

const SALT_BYTES = 16;
const HASH_BYTES = 32;
