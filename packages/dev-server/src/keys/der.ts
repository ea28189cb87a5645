/** What X.509 needs of the Distinguished Encoding Rules of ASN.1 (X.690): each function encodes one value. */

/** A value behind its tag and its length. */
export function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

/** One byte below 128; above, the number of bytes that follow and then these (X.690, section 8.1.3). */
function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => tagged(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Buffer => tagged(0x31, ...parts);
export const octetString = (...parts: readonly Uint8Array[]): Buffer => tagged(0x04, ...parts);
export const utf8String = (text: string): Buffer => tagged(0x0c, Buffer.from(text));
export const nothing: Buffer = tagged(0x05);
export const yes: Buffer = tagged(0x01, Buffer.of(0xff));

/** A positive number. Its first bit would be its sign. */
export function integer(bytes: Uint8Array): Buffer {
  return tagged(0x02, (bytes[0] ?? 0) < 0x80 ? Buffer.alloc(0) : Buffer.of(0), bytes);
}

/** @param unusedBits how many bits of the last byte do not count */
export function bitString(bytes: Uint8Array, unusedBits = 0): Buffer {
  return tagged(0x03, Buffer.of(unusedBits), bytes);
}

/** @param dotted e.g. `2.5.4.3`; the first two numbers share a byte (X.690, section 8.19) */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...others.flatMap(base128)]));
}

/** Seven bits a byte; all but the last have the eighth set. */
function base128(value: number): readonly number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

/** A moment before 2050, which is written with two digits of its year (RFC 5280, section 4.1.2.5.1). */
export function utcTime(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/\D/g, '');
  return tagged(0x17, Buffer.from(`${digits.slice(2, 14)}Z`));
}
