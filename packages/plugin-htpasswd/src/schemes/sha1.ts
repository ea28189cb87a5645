import { hash } from 'node:crypto';
import { isSame } from './crypt-text.js';

/** Checks a password against `{SHA}` and base64, as Apache's `htpasswd -s` writes it (unsalted SHA-1). */
export function verifySha1(password: Uint8Array, stored: string): boolean {
  return isSame(`{SHA}${hash('sha1', password, 'base64')}`, stored);
}
