import { createHash, timingSafeEqual } from 'node:crypto';

/** Checks a password against `{SHA}` and base64, as Apache's `htpasswd -s` writes it (unsalted SHA-1). */
export function verifySha1(password: Uint8Array, hash: string): boolean {
  const computed = Buffer.from(`{SHA}${createHash('sha1').update(password).digest('base64')}`);
  const stored = Buffer.from(hash);
  return stored.length === computed.length && timingSafeEqual(stored, computed);
}
