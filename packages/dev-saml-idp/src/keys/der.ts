/** What a certificate needs of the Distinguished Encoding Rules of ASN.1 (X.690): each function encodes one value. */

/** A value behind its tag and its length. */
export function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const bytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...bytes), content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => tagged(0x30, ...parts);

/** `2.5.4.3`, a common name. */
export const commonName = (name: string): Buffer =>
  sequence(tagged(0x31, sequence(Buffer.from('0603550403', 'hex'), tagged(0x0c, Buffer.from(name)))));

/** `1.2.840.113549.1.1.11`, sha256WithRSAEncryption. */
export const RSA_SHA256: Buffer = sequence(Buffer.from('06092a864886f70d01010b0500', 'hex'));

/** A moment before 2050, which is written with two digits of its year. */
export function utcTime(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/\D/g, '');
  return tagged(0x17, Buffer.from(`${digits.slice(2, 14)}Z`));
}
