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
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** The tag of the next element. */
  get tag(): number | undefined {
    return this.#bytes[this.#at];
  }

  /** The contents of the next element. @throws {Failure} where it is another one, or not all there */
  bytes(tag: number): Buffer {
    if (this.tag !== tag) throw malformed();
    const element = elementAt(this.#bytes, this.#at);
    if (element === undefined || element.end > this.#bytes.length) throw malformed();
    this.#at = element.end;
    return this.#bytes.subarray(element.start, element.end);
  }

  inside(tag: number): BerReader {
    return new BerReader(this.bytes(tag));
  }

  text(tag: number): string {
    return this.bytes(tag).toString('utf8');
  }

  /** A number of up to 32 bits. */
  int(tag: number): number {
    const bytes = this.bytes(tag);
    if (bytes.length < 1 || bytes.length > 4) throw malformed();
    return bytes.readIntBE(0, bytes.length);
  }

  /** Passes over an element that may be there. */
  skip(tag: number): void {
    if (this.tag === tag) this.bytes(tag);
  }
}

/** Where an element's contents start and end; `undefined` while its length is not all there. */
function elementAt(bytes: Buffer, at: number): { readonly start: number; readonly end: number } | undefined {
  const first = bytes[at + 1];
  if (first === undefined) return undefined;
  if (first < 0x80) return { start: at + 2, end: at + 2 + first };
  const size = first & 0x7f;
  if (size < 1 || size > 4) throw malformed();
  const start = at + 2 + size;
  return start > bytes.length ? undefined : { start, end: start + bytes.readUIntBE(at + 2, size) };
}

/**
 * How many bytes the message takes with which these begin; `undefined` while that cannot be said.
 *
 * @throws {Failure} where they begin with none, or with one that is too long
 */
export function messageLength(bytes: Buffer): number | undefined {
  if (bytes.length > 0 && bytes[0] !== TAG.sequence) throw malformed();
  const end = elementAt(bytes, 0)?.end;
  if (end !== undefined && end > MAX_MESSAGE_BYTES) throw new Failure('protocol', 'a message is too long');
  return end;
}

/** An entry with a large photo, or a group of a hundred thousand members. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

const malformed = (): Failure => new Failure('protocol', 'what came is no LDAP');
