import { createHash } from 'node:crypto';
import { DIGITS, encode, inOrder } from './crypt-text.js';

/**
 * phpass's portable hash, `$P$` or `$H$`, a digit for the logarithm of the rounds, eight characters of salt and the hash
 * (Solar Designer, "Portable PHP password hashing framework"); Drupal's `$S$` is the same with SHA-512, cut to 55
 * characters.
 */
export function phpass(password: Uint8Array, setting: string): string {
  const algorithm = setting.startsWith('$S$') ? 'sha512' : 'md5';
  const digested = (input: Uint8Array | string) => createHash(algorithm).update(input).update(password).digest();
  let digest = digested(setting.slice(4, 12));
  for (let round = 2 ** DIGITS.indexOf(setting.charAt(3)); round > 0; round--) digest = digested(digest);
  return (setting.slice(0, 12) + encode(digest, inOrder(digest.length))).slice(0, 55);
}
