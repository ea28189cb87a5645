/**
 * Bytes of base64, read strictly: nothing but its digits, no bits left over, and padded or not as the caller says.
 *
 * @returns `undefined` for anything else
 */
export function fromBase64(text: string, padding: 'padded' | 'bare'): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  const exact = bytes.toString('base64');
  return text === (padding === 'padded' ? exact : toBase64(bytes)) ? bytes : undefined;
}

/** Base64 without padding. */
export function toBase64(bytes: Buffer): string {
  const text = bytes.toString('base64');
  const end = text.indexOf('=');
  return end === -1 ? text : text.slice(0, end);
}

/** Base64 without padding, and with dots for plus signs, as passlib writes it. */
export function fromDottedBase64(text: string): Buffer | undefined {
  return text.includes('+') ? undefined : fromBase64(text.replaceAll('.', '+'), 'bare');
}

/** Bytes of hexadecimal digits, small ones unless the caller takes both. */
export function fromHex(text: string, cases: 'lower' | 'any' = 'lower'): Buffer | undefined {
  const small = cases === 'any' ? text.toLowerCase() : text;
  return HEX.test(small) && small.length % 2 === 0 ? Buffer.from(small, 'hex') : undefined;
}

/** A whole number above zero, written as numbers are; `undefined` for anything else. */
export function fromDecimal(text: string): number | undefined {
  return DECIMAL.test(text) ? Number(text) : undefined;
}

const HEX = /^[0-9a-f]*$/;
const DECIMAL = /^[1-9]\d{0,9}$/;
