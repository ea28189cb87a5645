/** MD4 (RFC 1320), which OpenSSL 3 does without. */
export function md4(input: Uint8Array): Buffer {
  const blocks = padded(input);
  const state = Int32Array.of(0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476);
  const x = new Int32Array(16);
  for (let at = 0; at < blocks.length; at += 64) {
    for (let word = 0; word < 16; word++) x[word] = blocks.readInt32LE(at + 4 * word);
    compress(state, x);
  }
  const digest = Buffer.alloc(16);
  for (let word = 0; word < 4; word++) digest.writeInt32LE(state[word] as number, 4 * word);
  return digest;
}

/** A one, zeros and the length in bits, up to whole blocks. */
function padded(input: Uint8Array): Buffer {
  const bytes = Buffer.alloc((((input.length + 8) >> 6) + 1) << 6);
  bytes.set(input);
  bytes[input.length] = 0x80;
  bytes.writeUInt32LE((input.length << 3) >>> 0, bytes.length - 8);
  return bytes;
}

function compress(state: Int32Array, x: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (const { mix, add, order, shifts } of ROUNDS) {
    for (let step = 0; step < 16; step++) {
      const sum = (a + mix(b, c, d) + (x[order[step] as number] as number) + add) | 0;
      const shift = shifts[step & 3] as number;
      [a, d, c, b] = [d, c, b, (sum << shift) | (sum >>> (32 - shift))];
    }
  }
  for (const [word, value] of [a, b, c, d].entries()) state[word] = (state[word] as number) + value;
}

const ROUNDS = [
  {
    mix: (x: number, y: number, z: number) => (x & y) | (~x & z),
    add: 0,
    order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    shifts: [3, 7, 11, 19],
  },
  {
    mix: (x: number, y: number, z: number) => (x & y) | (x & z) | (y & z),
    add: 0x5a827999,
    order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
    shifts: [3, 5, 9, 13],
  },
  {
    mix: (x: number, y: number, z: number) => x ^ y ^ z,
    add: 0x6ed9eba1,
    order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    shifts: [3, 9, 11, 15],
  },
] as const;
