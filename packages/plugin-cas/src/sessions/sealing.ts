import { hkdfSync } from 'node:crypto';
import { type EncryptionKey, encryption } from '@who/secrets';
import { PACKAGE } from '../errors.js';

/** Encrypts short texts for a store that others may read. */
export interface Seal {
  /** @param purpose what the text belongs to; it opens for that only */
  close(text: string, purpose: string): string;
  /** @returns the text; `undefined` when none of the keys has sealed this for this purpose */
  open(sealed: unknown, purpose: string): string | undefined;
}

/** @param secrets the first one seals, all of them open */
export function sealWith(secrets: readonly [string, ...string[]]): Seal {
  const { seal, open } = encryption(secrets.map(keyOf));
  return {
    close: seal,
    open: (sealed, purpose) => (typeof sealed === 'string' ? open(sealed, purpose) : undefined),
  };
}

/** Both by HKDF-SHA-256, so that neither says anything about the other or about the secret. */
function keyOf(secret: string): EncryptionKey {
  const derive = (use: string, bytes: number): Buffer => {
    return Buffer.from(hkdfSync('sha256', secret, '', `${PACKAGE} proxy-granting tickets${use}`, bytes));
  };
  return { id: derive(', id', ID_BYTES).toString('base64url'), secret: derive('', KEY_BYTES) };
}

const ID_BYTES = 6;
const KEY_BYTES = 32;
