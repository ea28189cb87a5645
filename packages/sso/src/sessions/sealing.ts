import { hkdfSync } from 'node:crypto';
import { type EncryptionKey, encryption } from '@who/secrets';
import type { Secrets } from '../options/secrets.js';

/** Encrypts short texts for a store that others may read. */
export interface Seal {
  /** @param purpose what the text belongs to; it opens for that only */
  close(text: string, purpose: string): string;
  /** @returns the text; `undefined` when none of the keys has sealed this for this purpose */
  open(sealed: unknown, purpose: string): string | undefined;
}

/**
 * @param what the keys are for, and for nothing else: `@who/plugin-cas proxy-granting tickets`
 * @param secrets the first one seals, all of them open
 * @example
 * const seal = sealFor('@who/plugin-hello tokens', [process.env['WHO_SECRET'] ?? '']);
 * const kept = seal.close('a token', 'session of alice');
 * const token = seal.open(kept, 'session of alice');
 */
export function sealFor(what: string, secrets: Secrets): Seal {
  const { seal, open } = encryption(secrets.map((secret) => keyOf(secret, what)));
  return {
    close: seal,
    open: (sealed, purpose) => (typeof sealed === 'string' ? open(sealed, purpose) : undefined),
  };
}

/** Both by HKDF-SHA-256, so that neither says anything about the other or about the secret. */
function keyOf(secret: string, what: string): EncryptionKey {
  const derive = (use: string, bytes: number): Buffer => {
    return Buffer.from(hkdfSync('sha256', secret, '', `${what}${use}`, bytes));
  };
  return { id: derive(', id', ID_BYTES).toString('base64url'), secret: derive('', KEY_BYTES) };
}

const ID_BYTES = 6;
const KEY_BYTES = 32;
