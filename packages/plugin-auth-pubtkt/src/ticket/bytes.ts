import { isUtf8 } from 'node:buffer';

/*
 * Tickets are bytes. Node hands header values over as latin1 strings, one character for each byte, and takes them
 * back the same way; so that is how this package holds bytes, too.
 */

/** The UTF-8 bytes of a text. */
export function utf8Bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** The text that UTF-8 bytes stand for; `undefined` when they are not UTF-8. */
export function utf8Text(bytes: string): string | undefined {
  const encoded = Buffer.from(bytes, 'latin1');
  return isUtf8(encoded) ? encoded.toString('utf8') : undefined;
}

/** The bytes that base64 stands for, with or without its padding; `undefined` when it is not base64 throughout. */
export function base64Bytes(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  // Node's decoder passes over what is not base64; encoding again shows whether there was any of that.
  const padded = bytes.toString('base64');
  return text === padded || text === padded.replace(/=+$/, '') ? bytes : undefined;
}

/** Whether a text can stand in a field: no control characters, no half surrogate pairs, and no end of the field. */
export function isClean(text: string): boolean {
  return !/[\p{Cc}\p{Cs};]/u.test(text);
}
