import { numberOf } from './crypt-number.js';
import { DIGITS } from './crypt-text.js';
import { type Bits, desEncrypt, roundKeys } from './des.js';

/**
 * The traditional crypt(3): DES over zeros, 25 times (Seventh Edition Unix). Seven bits of eight bytes of the password
 * count. The text is 13 of crypt's digits, two of salt first.
 *
 * A longer text is bigcrypt's (Digital Unix): each further eight bytes of the password, up to 128, make eleven more
 * digits, with the first two of the eleven before as their salt.
 */
export function desCrypt(password: Uint8Array, setting: string): string {
  const salt = setting.slice(0, 2);
  let digits = segment(password.subarray(0, 8), salt);
  let text = salt + digits;
  if (setting.length <= 13) return text;
  const big = password.subarray(0, 128);
  for (let at = 8; at < big.length; at += 8) {
    digits = segment(big.subarray(at, at + 8), digits.slice(0, 2));
    text += digits;
  }
  return text;
}

/**
 * The extended one of BSDi, `_` with four digits of rounds, four of salt and eleven of hash. All of the password counts,
 * but for the eighth bit of each byte.
 */
export function bsdiCrypt(password: Uint8Array, setting: string): string {
  let key = keyBits(password.subarray(0, 8));
  for (let at = 8; at < password.length; at += 8) {
    const next = keyBits(password.subarray(at, at + 8));
    key = desEncrypt(key, roundKeys(key)).map((bit, place) => bit ^ (next[place] as number));
  }
  // What says none has one.
  const rounds = numberOf(setting.slice(1, 5)) || 1;
  const block = desEncrypt(new Uint8Array(64), roundKeys(key), numberOf(setting.slice(5, 9)), rounds);
  return setting.slice(0, 9) + elevenDigits(block);
}

function segment(password: Uint8Array, salt: string): string {
  return elevenDigits(desEncrypt(new Uint8Array(64), roundKeys(keyBits(password)), numberOf(salt), 25));
}

/** Seven bits of each byte; the eighth is zero. */
function keyBits(bytes: Uint8Array): Bits {
  return Uint8Array.from({ length: 64 }, (_, at) => ((bytes[at >> 3] ?? 0) >> (6 - (at & 7))) & 1);
}

/** 64 bits and two of zero, the highest six first. */
function elevenDigits(block: Bits): string {
  let text = '';
  for (let at = 0; at < 66; at += 6) {
    let value = 0;
    for (let bit = at; bit < at + 6; bit++) value = (value << 1) | (block[bit] ?? 0);
    text += DIGITS[value];
  }
  return text;
}
