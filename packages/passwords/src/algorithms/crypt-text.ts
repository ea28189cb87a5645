import { timingSafeEqual } from 'node:crypto';

// How crypt(3) writes bytes, for every scheme of its family.

/** The digits of crypt's own base 64, in the order of their values. */
export const DIGITS = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

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

/** Compares two texts of bytes in constant time. */
export function isSame(computed: string, stored: string): boolean {
  return isSameBytes(Buffer.from(computed, 'latin1'), Buffer.from(stored, 'latin1'));
}

/** Compares bytes in constant time. */
export function isSameBytes(computed: Uint8Array, stored: Uint8Array): boolean {
  return computed.length === stored.length && timingSafeEqual(computed, stored);
}
