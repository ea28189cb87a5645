import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { PACKAGE } from '../errors.js';

/** Encrypts short texts for a store that others may read. */
export interface Seal {
  /** @param purpose what the text belongs to; it opens for that only */
  close(text: string, purpose: string): string;
  /** @returns the text; `undefined` when none of the keys has sealed this for this purpose */
  open(sealed: unknown, purpose: string): string | undefined;
}

/**
 * AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D), keys by HKDF-SHA-256.
 *
 * @param secrets the first one seals, all of them open
 */
export function sealWith(secrets: readonly [string, ...string[]]): Seal {
  const [first, ...others] = secrets;
  const keys: readonly [Buffer, ...Buffer[]] = [deriveKey(first), ...others.map(deriveKey)];

  return {
    close(text, purpose) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, keys[0], nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(purpose));
      const encrypted = [cipher.update(text, 'utf8'), cipher.final()];
      return Buffer.concat([nonce, cipher.getAuthTag(), ...encrypted]).toString('base64url');
    },
    open(sealed, purpose) {
      if (typeof sealed !== 'string') return undefined;
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
      for (const key of keys) {
        const text = decrypt(bytes, key, purpose);
        if (text !== undefined) return text;
      }
      return undefined;
    },
  };
}

function decrypt(bytes: Buffer, key: Buffer, purpose: string): string | undefined {
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

function deriveKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `${PACKAGE} proxy-granting tickets`, KEY_BYTES));
}

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
