import { hash } from 'node:crypto';
import { Hidden } from '@who/core';

/** Bytes: what HMAC puts in front, the message, and behind it room for the MAC. */
export interface Sheet {
  readonly all: Buffer;
  /** The same without the room at the end. */
  readonly hashed: Buffer;
}

/** Where the message begins. */
export const MESSAGE_AT = 64;
export const MAC_BYTES = 32;

/**
 * HMAC-SHA-256 (RFC 2104) of short messages that begin alike, out of two hashes: to make one of Node's `Hmac` objects takes
 * twice as long as these.
 */
export class HmacSha256 extends Hidden {
  readonly #start: Buffer;
  readonly #outer: Buffer;
  /** By the length of the message: to make a buffer takes longer than to fill it. */
  readonly #sheets: Sheet[] = [];

  /** @param beginning what all messages begin with. @default nothing */
  constructor(key: Uint8Array, beginning?: Uint8Array) {
    super();
    const block = Buffer.alloc(MESSAGE_AT);
    block.set(key.length > MESSAGE_AT ? hash('sha256', key, 'buffer') : key);
    this.#start = Buffer.concat([block.map((byte) => byte ^ 0x36), beginning ?? Buffer.alloc(0)]);
    this.#outer = Buffer.concat([block.map((byte) => byte ^ 0x5c), Buffer.alloc(MAC_BYTES)]);
  }

  /**
   * To be written on at once: it is the same each time.
   *
   * @param length of the message, its beginning included, which is there
   */
  sheetFor(length: number): Sheet {
    const known = this.#sheets[length];
    if (known) return known;
    const all = Buffer.alloc(MESSAGE_AT + length + MAC_BYTES);
    all.set(this.#start);
    const sheet = { all, hashed: all.subarray(0, MESSAGE_AT + length) };
    if (length < MANY_SHEETS) this.#sheets[length] = sheet;
    return sheet;
  }

  /** The MAC of a text, which is the whole message: 43 characters of base64url. */
  macOfText(text: string): string {
    const sheet = this.sheetFor(Buffer.byteLength(text));
    sheet.all.write(text, MESSAGE_AT);
    this.#hashInner(sheet);
    return hash('sha256', this.#outer, 'base64url');
  }

  /** The MAC of the message on a sheet, one character for each byte (latin1). */
  macOf(sheet: Sheet): string {
    this.#hashInner(sheet);
    return hash('sha256', this.#outer, 'binary');
  }

  #hashInner({ hashed }: Sheet): void {
    writeBytes(hash('sha256', hashed, 'binary'), this.#outer, MESSAGE_AT);
  }

  /** Whether the MAC behind the message is the right one. In constant time: every byte is looked at, whatever it is. */
  isGenuine(sheet: Sheet): boolean {
    const { all, hashed } = sheet;
    const right = this.macOf(sheet);
    let difference = 0;
    for (let i = 0; i < MAC_BYTES; i++) difference |= (all[hashed.length + i] as number) ^ right.charCodeAt(i);
    return difference === 0;
  }
}

/** @returns where they end. Shorter than what a native call takes for itself. */
export function writeBytes(bytes: string, into: Buffer, at: number): number {
  for (let i = 0; i < bytes.length; i++) into[at + i] = bytes.charCodeAt(i);
  return at + bytes.length;
}

/** Whether two MACs are the same text. In constant time: every character is looked at, whatever it is. */
export function isSameMac(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let i = 0; i < one.length; i++) difference |= one.charCodeAt(i) ^ other.charCodeAt(i);
  return difference === 0;
}

const MANY_SHEETS = 512;
