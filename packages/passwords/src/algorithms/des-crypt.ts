import { DIGITS } from './crypt-text.js';
import * as des from './des-tables.js';

/**
 * The traditional crypt(3): 25 rounds of DES over zeros, with the salt changing the expansion (Seventh Edition Unix).
 * Seven bits of eight bytes of the password count. The text is 13 of crypt's digits, two of salt first.
 */
export function desCrypt(password: Uint8Array, setting: string): string {
  const salt = setting.slice(0, 2);
  const keys = keySchedule(password);
  const expansion = salted(salt);
  let block: Bits = new Uint8Array(64);
  for (let round = 0; round < 25; round++) block = encrypt(block, keys, expansion);

  let text = salt;
  for (let at = 0; at < 66; at += 6) {
    let value = 0;
    for (let bit = at; bit < at + 6; bit++) value = (value << 1) | (block[bit] ?? 0);
    text += DIGITS[value];
  }
  return text;
}

/** One bit in each element, the highest first. */
type Bits = Uint8Array;

function pick(bits: Bits, places: readonly number[]): Bits {
  const picked = new Uint8Array(places.length);
  for (let at = 0; at < picked.length; at++) picked[at] = bits[(places[at] as number) - 1] as number;
  return picked;
}

/** The sixteen round keys, of 48 bits each. */
function keySchedule(password: Uint8Array): Bits[] {
  // The eighth bit of each byte is one for parity, which DES leaves out.
  const bits = Uint8Array.from({ length: 64 }, (_, at) => ((password[at >> 3] ?? 0) >> (6 - (at & 7))) & 1);
  const key = pick(bits, des.KEY_CHOICE_1);
  let [left, right] = [key.subarray(0, 28), key.subarray(28)];
  return des.SHIFTS.map((shift) => {
    left = rotated(left, shift);
    right = rotated(right, shift);
    return pick(Uint8Array.of(...left, ...right), des.KEY_CHOICE_2);
  });
}

const rotated = (bits: Bits, by: number): Bits => Uint8Array.of(...bits.subarray(by), ...bits.subarray(0, by));

/** The expansion of DES with those places exchanged, 24 apart, for which the salt has a bit. */
function salted(salt: string): number[] {
  const expansion = [...des.EXPANSION];
  for (let bit = 0; bit < 12; bit++) {
    const value = DIGITS.indexOf(salt[bit < 6 ? 0 : 1] ?? '');
    if (((value >> (bit % 6)) & 1) === 0) continue;
    const [one, other] = [expansion[bit] as number, expansion[bit + 24] as number];
    expansion[bit] = other;
    expansion[bit + 24] = one;
  }
  return expansion;
}

function encrypt(block: Bits, keys: readonly Bits[], expansion: readonly number[]): Bits {
  const start = pick(block, des.INITIAL);
  let [left, right] = [start.subarray(0, 32), start.subarray(32)];
  for (const key of keys) {
    const mixed = substituted(pick(right, expansion), key);
    for (let at = 0; at < 32; at++) mixed[at] = (mixed[at] as number) ^ (left[at] as number);
    [left, right] = [right, mixed];
  }
  return pick(Uint8Array.of(...right, ...left), des.FINAL);
}

/** Six bits to four, eight times: the outer two choose the row of a table, the inner four the column. */
function substituted(expanded: Bits, key: Bits): Bits {
  const four = new Uint8Array(32);
  for (let box = 0; box < 8; box++) {
    let six = 0;
    for (let at = box * 6; at < box * 6 + 6; at++) six = (six << 1) | ((expanded[at] as number) ^ (key[at] as number));
    const row = ((six >> 4) & 2) | (six & 1);
    const value = des.BOXES[box]?.[row * 16 + ((six >> 1) & 15)] as number;
    for (let bit = 0; bit < 4; bit++) four[box * 4 + bit] = (value >> (3 - bit)) & 1;
  }
  return pick(four, des.PERMUTATION);
}
