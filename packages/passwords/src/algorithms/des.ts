import * as tables from './des-tables.js';

/** One bit in each element, the highest first. */
export type Bits = Uint8Array;

/** The sixteen round keys of a key, each in two halves of 24 bits. */
export type RoundKeys = Int32Array;

/** @param key 64 bits; the eighth of each byte is one for parity, which DES leaves out */
export function roundKeys(key: Bits): RoundKeys {
  const chosen = pick(key, tables.KEY_CHOICE_1);
  let [left, right] = [chosen.subarray(0, 28), chosen.subarray(28)];
  const keys = new Int32Array(32);
  for (const [round, shift] of tables.SHIFTS.entries()) {
    [left, right] = [rotated(left, shift), rotated(right, shift)];
    const bits = pick(Uint8Array.of(...left, ...right), tables.KEY_CHOICE_2);
    keys[2 * round] = number(bits, 0, 24);
    keys[2 * round + 1] = number(bits, 24, 24);
  }
  return keys;
}

/**
 * Encrypts a block of 64 bits again and again (FIPS 46-3).
 *
 * @param salt 24 bits: for each that is set, two places of DES's expansion are exchanged, 24 apart; the lowest bit is
 *   for the first place
 */
export function desEncrypt(block: Bits, keys: RoundKeys, salt = 0, times = 1): Bits {
  const start = pick(block, tables.INITIAL);
  const mask = reversed24(salt);
  let left = number(start, 0, 32);
  let right = number(start, 32, 32);
  // Between two times, the last permutation and the first one cancel each other out.
  for (let time = 0; time < times; time++) {
    for (let at = 0; at < 32; at += 2) {
      const mixed = left ^ scrambled(right, mask, keys[at] as number, keys[at + 1] as number);
      left = right;
      right = mixed;
    }
    [left, right] = [right, left];
  }
  const end = new Uint8Array(64);
  for (let bit = 0; bit < 32; bit++) {
    end[bit] = (left >>> (31 - bit)) & 1;
    end[bit + 32] = (right >>> (31 - bit)) & 1;
  }
  return pick(end, tables.FINAL);
}

/** DES's function of half a block: expanded to 48 bits, mixed with a round key, put through the boxes and permuted. */
function scrambled(half: number, mask: number, keyHigh: number, keyLow: number): number {
  // Eight groups of six bits, each of which begins with the last bit but one of the group before.
  const turned = (half >>> 1) | (half << 31);
  let high =
    (((turned >>> 26) & 63) << 18) |
    (((turned >>> 22) & 63) << 12) |
    (((turned >>> 18) & 63) << 6) |
    ((turned >>> 14) & 63);
  let low =
    (((turned >>> 10) & 63) << 18) |
    (((turned >>> 6) & 63) << 12) |
    (((turned >>> 2) & 63) << 6) |
    (((turned & 15) << 2) | (turned >>> 30));
  const exchanged = (high ^ low) & mask;
  high ^= exchanged ^ keyHigh;
  low ^= exchanged ^ keyLow;
  return (
    box(0, high >>> 18) ^
    box(1, (high >>> 12) & 63) ^
    box(2, (high >>> 6) & 63) ^
    box(3, high & 63) ^
    box(4, low >>> 18) ^
    box(5, (low >>> 12) & 63) ^
    box(6, (low >>> 6) & 63) ^
    box(7, low & 63)
  );
}

const box = (index: number, six: number): number => PERMUTED_BOXES[(index << 6) | six] as number;

/** What the boxes give for six bits, where the permutation puts it in 32. */
const PERMUTED_BOXES: Int32Array = Int32Array.from({ length: 8 * 64 }, (_, at) => {
  const [index, six] = [at >> 6, at & 63];
  // The outer two bits choose the row of a table, the inner four the column.
  const value = tables.BOXES[index]?.[(((six >> 4) & 2) | (six & 1)) * 16 + ((six >> 1) & 15)] as number;
  const bits = new Uint8Array(32);
  for (let bit = 0; bit < 4; bit++) bits[index * 4 + bit] = (value >> (3 - bit)) & 1;
  return number(pick(bits, tables.PERMUTATION), 0, 32);
});

function pick(bits: Bits, places: readonly number[]): Bits {
  const picked = new Uint8Array(places.length);
  for (let at = 0; at < picked.length; at++) picked[at] = bits[(places[at] as number) - 1] as number;
  return picked;
}

const rotated = (bits: Bits, by: number): Bits => Uint8Array.of(...bits.subarray(by), ...bits.subarray(0, by));

function number(bits: Bits, start: number, length: number): number {
  let value = 0;
  for (let at = start; at < start + length; at++) value = (value << 1) | (bits[at] as number);
  return value;
}

function reversed24(value: number): number {
  let other = 0;
  for (let bit = 0; bit < 24; bit++) other |= ((value >> bit) & 1) << (23 - bit);
  return other;
}
