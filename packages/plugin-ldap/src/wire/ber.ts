import { Failure } from './failure.js';

/** Tags of BER and LDAP (RFC 4511), as far as answers have them. */
export const TAG = {
  integer: 0x02,
  octets: 0x04,
  enumerated: 0x0a,
  sequence: 0x30,
  set: 0x31,
} as const;

/**
 * Reads elements one after the other, with definite lengths, as LDAP restricts BER (RFC 4511, section 5.1). Every
 * element has to lie within the one around it.
 */
export class BerReader {
  readonly #bytes: Buffer;
  #at: number;
  readonly #end: number;

  constructor(bytes: Buffer, start = 0, end: number = bytes.length) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#end;
  }

  /** The tag of the next element. */
  get tag(): number | undefined {
    return this.#at < this.#end ? this.#bytes[this.#at] : undefined;
  }

  /** The contents of the next element. @throws {Failure} where it is another one, or not all there */
  bytes(tag: number): Buffer {
    const start = this.#enter(tag);
    return this.#bytes.subarray(start, this.#at);
  }

  inside(tag: number): BerReader {
    const start = this.#enter(tag);
    return readerOf(this.#bytes, start, this.#at);
  }

  text(tag: number): string {
    const start = this.#enter(tag);
    return this.#bytes.toString('utf8', start, this.#at);
  }

  /** A number of up to 32 bits. */
  int(tag: number): number {
    const start = this.#enter(tag);
    const size = this.#at - start;
    if (size < 1 || size > 4) throw malformed();
    return this.#bytes.readIntBE(start, size);
  }

  /** Passes over an element that may be there. */
  skip(tag: number): void {
    if (this.tag === tag) this.#enter(tag);
  }

  /** Goes behind the next element. @returns where its contents start; they end where this one is then */
  #enter(tag: number): number {
    if (this.tag !== tag) throw malformed();
    const size = sizeAt(this.#bytes, this.#at);
    const start = this.#at + headAt(this.#bytes, this.#at);
    if (size === undefined || start + size > this.#end) throw malformed();
    this.#at = start + size;
    return start;
  }
}

/** Outside the class, because the build gives a class that names itself inside another name (`_BerReader`). */
function readerOf(bytes: Buffer, start: number, end: number): BerReader {
  return new BerReader(bytes, start, end);
}

/** How long the tag and the length of an element are: a length of up to 127 is one byte, others say how many follow. */
function headAt(bytes: Buffer, at: number): number {
  const first = bytes[at + 1] ?? 0;
  return first < 0x80 ? 2 : 2 + (first & 0x7f);
}

/** How long the contents of an element are; `undefined` while that is not all there. */
function sizeAt(bytes: Buffer, at: number): number | undefined {
  const first = bytes[at + 1];
  if (first === undefined || first < 0x80) return first;
  const count = first & 0x7f;
  if (count < 1 || count > 4) throw malformed();
  return at + 2 + count > bytes.length ? undefined : bytes.readUIntBE(at + 2, count);
}

/**
 * How many bytes the message takes that begins there; `undefined` while that cannot be said.
 *
 * @throws {Failure} where they begin with none, or with one that is too long
 */
export function messageLength(bytes: Buffer, at = 0): number | undefined {
  if (bytes.length > at && bytes[at] !== TAG.sequence) throw malformed();
  const size = sizeAt(bytes, at);
  if (size === undefined) return undefined;
  if (size > MAX_MESSAGE_BYTES) throw new Failure('protocol', 'a message is too long');
  return headAt(bytes, at) + size;
}

/** An entry with a large photo, or a group of a hundred thousand members. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

const malformed = (): Failure => new Failure('protocol', 'what came is no LDAP');
