import { createHmac, hash } from 'node:crypto';
import { isSameBytes } from '../algorithms/crypt-text.js';
import { md4 } from '../algorithms/md4.js';
import type { FormName, Stored } from '../forms/form.js';
import type { Scheme } from '../forms/schemes.js';

/** A digest that takes microseconds. */
export type DigestName = 'md4' | 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

export const DIGEST_BYTES: Readonly<Record<DigestName, number>> = {
  md4: 16,
  md5: 16,
  sha1: 20,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
};

export function digest(name: DigestName, ...parts: readonly Uint8Array[]): Buffer {
  const input = Buffer.concat(parts);
  return name === 'md4' ? md4(input) : hash(name, input, 'buffer');
}

export const hmac = (name: DigestName, key: Uint8Array, input: Uint8Array): Buffer =>
  createHmac(name, key).update(input).digest();

/** A password that is computed at once, on the thread that asks. */
export function quickCheck(
  form: FormName,
  scheme: Scheme,
  expected: Uint8Array,
  compute: (password: Uint8Array) => Uint8Array,
): Stored {
  return {
    form,
    scheme,
    cost: 0,
    estimatedMs: 0,
    memoryBytes: 0,
    matches: (password) => isSameBytes(compute(password), expected),
  };
}

/** A digest without a salt; `undefined` when it is not as long as one. */
export function unsaltedCheck(form: FormName, name: DigestName, expected: Uint8Array | undefined): Stored | undefined {
  if (expected?.length !== DIGEST_BYTES[name]) return undefined;
  return quickCheck(form, unsaltedScheme(name), expected, (password) => digest(name, password));
}

/** A digest of a password and the salt that stands behind it; `undefined` when there is none of either. */
export function saltedCheck(form: FormName, name: DigestName, both: Uint8Array | undefined): Stored | undefined {
  const length = DIGEST_BYTES[name];
  if (!both || both.length <= length) return undefined;
  const salt = both.subarray(length);
  return quickCheck(form, saltedScheme(name), both.subarray(0, length), (password) => digest(name, password, salt));
}

export function unsaltedScheme(name: DigestName): Scheme {
  if (name === 'md4' || name === 'md5') return 'md5';
  return name === 'sha1' ? 'sha1' : 'sha2';
}

export function saltedScheme(name: DigestName): Scheme {
  return `salted-${unsaltedScheme(name) as 'md5' | 'sha1' | 'sha2'}`;
}
