import { hash } from 'node:crypto';

/**
 * What Dovecot keeps for CRAM-MD5: the states of HMAC-MD5 (RFC 2104) after the key, the outer one first, so that the
 * password itself is not needed.
 */
export function cramMd5(password: Uint8Array): Buffer {
  const key = Buffer.alloc(64);
  key.set(password.length > 64 ? hash('md5', password, 'buffer') : password);
  return Buffer.concat([stateAfter(key.map((byte) => byte ^ 0x5c)), stateAfter(key.map((byte) => byte ^ 0x36))]);
}

/** MD5's state (RFC 1321) after one block of 64 bytes. */
function stateAfter(block: Uint8Array): Buffer {
  const words = new DataView(block.buffer, block.byteOffset, block.length);
  const first = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476] as const;
  let [a, b, c, d]: [number, number, number, number] = [...first];
  for (let step = 0; step < 64; step++) {
    const { mix, at, shifts } = ROUNDS[step >> 4] as Round;
    const sum: number = (a + mix(b, c, d) + words.getInt32(4 * (at(step) & 15), true) + (SINES[step] as number)) | 0;
    const shift = shifts[step & 3] as number;
    [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
  }
  const state = Buffer.alloc(16);
  for (const [word, value] of [a, b, c, d].entries()) {
    state.writeInt32LE((value + (first[word] as number)) | 0, 4 * word);
  }
  return state;
}

interface Round {
  mix(x: number, y: number, z: number): number;
  /** Which word a step takes. */
  at(step: number): number;
  readonly shifts: readonly number[];
}

const ROUNDS: readonly Round[] = [
  { mix: (x, y, z) => (x & y) | (~x & z), at: (step) => step, shifts: [7, 12, 17, 22] },
  { mix: (x, y, z) => (x & z) | (y & ~z), at: (step) => 5 * step + 1, shifts: [5, 9, 14, 20] },
  { mix: (x, y, z) => x ^ y ^ z, at: (step) => 3 * step + 5, shifts: [4, 11, 16, 23] },
  { mix: (x, y, z) => y ^ (x | ~z), at: (step) => 7 * step, shifts: [6, 10, 15, 21] },
];

const SINES = Array.from({ length: 64 }, (_, step) => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32) | 0);
