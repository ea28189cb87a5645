import { timingSafeEqual } from 'node:crypto';

// How crypt(3) writes bytes, for every scheme of its family.

/** The digits of crypt's own base 64, in the order of their values. */
export const DIGITS = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Whether a text has nothing but digits from a place on. Over files of many users a regular expression takes too long. */
export function areDigits(text: string, from: number): boolean {
  for (let at = from; at < text.length; at++) if (IS_DIGIT[text.charCodeAt(at)] !== 1) return false;
  return true;
}

const IS_DIGIT = new Uint8Array(128);
for (const digit of DIGITS) IS_DIGIT[digit.charCodeAt(0)] = 1;

/**
 * Bytes as digits, the lowest six bits first.
 *
 * @param order which bytes belong together, the highest first: three make four digits, two make three, one makes two
 */
export function encode(bytes: Uint8Array, order: readonly (readonly number[])[]): string {
  let text = '';
  for (const group of order) {
    let value = group.reduce((number, index) => (number << 8) | (bytes[index] as number), 0);
    for (let digit = 0; digit <= group.length; digit++, value >>= 6) text += DIGITS[value & 63];
  }
  return text;
}

/** The bytes of digits, the first one lowest; `undefined` where bits are left over. */
export function decode(digits: string): Buffer | undefined {
  const bytes = Buffer.alloc(Math.floor((digits.length * 3) / 4));
  let [value, bits, at] = [0, 0, 0];
  for (const digit of digits) {
    value |= DIGITS.indexOf(digit) << bits;
    bits += 6;
    for (; bits >= 8; bits -= 8, value >>= 8) bytes[at++] = value & 255;
  }
  return value === 0 ? bytes : undefined;
}

/** The order of bytes as they come, the first one lowest. */
export function inOrder(length: number): number[][] {
  return Array.from({ length: Math.ceil(length / 3) }, (_, group) =>
    [3 * group + 2, 3 * group + 1, 3 * group].filter((index) => index < length),
  );
}

/** Compares two texts of bytes in constant time. */
export function isSame(computed: string, stored: string): boolean {
  return isSameBytes(Buffer.from(computed, 'latin1'), Buffer.from(stored, 'latin1'));
}

/** Compares bytes in constant time. */
export function isSameBytes(computed: Uint8Array, stored: Uint8Array): boolean {
  return computed.length === stored.length && timingSafeEqual(computed, stored);
}
