import { DIGITS } from './crypt-text.js';

/** What crypt's digits stand for, the lowest six bits first. */
export function numberOf(digits: string): number {
  let value = 0;
  for (let at = digits.length - 1; at >= 0; at--) value = value * 64 + DIGITS.indexOf(digits.charAt(at));
  return value;
}

/** A number as yescrypt writes it: its first digit says how many there are. */
export function yescryptNumber(text: string, at: number, min: number): { value: number; end: number } | undefined {
  const first = DIGITS.indexOf(text.charAt(at));
  if (at >= text.length || first < 0) return undefined;
  // One digit for values up to 47; of the rest of the first digits, half are for two, half of the rest for three, …
  let [start, last, more, value] = [0, 47, 0, min];
  while (first > last) {
    value += (last + 1 - start) * 64 ** more;
    start = last + 1;
    last = start + Math.floor((62 - last) / 2);
    more++;
  }
  value += (first - start) * 64 ** more;
  for (let next = 1; next <= more; next++) {
    const digit = DIGITS.indexOf(text.charAt(at + next));
    if (at + next >= text.length || digit < 0) return undefined;
    value += digit * 64 ** (more - next);
  }
  return { value, end: at + 1 + more };
}
