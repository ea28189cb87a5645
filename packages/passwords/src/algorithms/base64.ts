/**
 * Bytes of base64, read strictly: padded or not as the caller says, nothing but its digits, and no bits left over.
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
  return bytes.toString('base64').replace(/=+$/, '');
}
