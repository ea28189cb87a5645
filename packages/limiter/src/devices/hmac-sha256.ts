import { hash } from 'node:crypto';

/** Makes the MAC of a text: 43 characters of base64url. */
export type Mac = (text: string) => string;

/**
 * HMAC-SHA-256 (RFC 2104) with one key, out of two hashes: to make one of Node's `Hmac` objects takes twice as long as
 * these.
 */
export function hmacSha256(key: Uint8Array): Mac {
  const block = Buffer.alloc(BLOCK_BYTES);
  block.set(key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key);
  const inner = Buffer.alloc(BLOCK_BYTES + USUAL_BYTES);
  inner.set(block.map((byte) => byte ^ 0x36));
  const outer = Buffer.concat([block.map((byte) => byte ^ 0x5c), Buffer.alloc(MAC_BYTES)]);

  return (text) => {
    const length = Buffer.byteLength(text);
    // Written on anew each time: to make a buffer takes longer than to fill it.
    const sheet = length <= USUAL_BYTES ? inner : Buffer.concat([inner], BLOCK_BYTES + length);
    sheet.write(text, BLOCK_BYTES);
    outer.write(hash('sha256', sheet.subarray(0, BLOCK_BYTES + length), 'binary'), BLOCK_BYTES, 'latin1');
    return hash('sha256', outer, 'base64url');
  };
}

/** Whether two MACs are the same. In constant time: every character is looked at, whatever it is. */
export function isSameMac(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let i = 0; i < one.length; i++) difference |= one.charCodeAt(i) ^ other.charCodeAt(i);
  return difference === 0;
}

const BLOCK_BYTES = 64;
const MAC_BYTES = 32;
const USUAL_BYTES = 256;
