import { pbkdf2 as nodePbkdf2 } from 'node:crypto';
import { isSameBytes } from '../algorithms/crypt-text.js';
import type { FormName, Stored } from '../forms/form.js';
import { DIGEST_BYTES, type DigestName } from './digest.js';

/** PBKDF2's parameters (RFC 8018). */
export interface Pbkdf2Parameters {
  readonly digest: Exclude<DigestName, 'md4'>;
  readonly iterations: number;
  readonly salt: Uint8Array;
}

/**
 * @param finish what becomes of the key before it is compared
 * @param length of the key, where it is not that of what is expected
 * @returns `undefined` for parameters that PBKDF2 does not have
 */
export function pbkdf2Check(
  form: FormName,
  parameters: Pbkdf2Parameters,
  expected: Uint8Array | undefined,
  length: number = expected?.length ?? 0,
  finish: (key: Buffer) => Uint8Array = (key) => key,
): Stored | undefined {
  const { digest, iterations } = parameters;
  if (!expected || length < 16 || length > 512 || !(iterations >= 1 && iterations < 2 ** 31)) return undefined;
  const bytes = DIGEST_BYTES[digest];
  return {
    form,
    scheme: 'pbkdf2',
    cost: iterations,
    estimatedMs: iterations * Math.ceil(length / bytes) * (bytes > 32 ? 0.0008 : 0.0004),
    memoryBytes: 0,
    matches: async (password) => isSameBytes(finish(await pbkdf2(password, parameters, length)), expected),
  };
}

/** Computes PBKDF2 on one of libuv's threads. */
export function pbkdf2(password: Uint8Array, parameters: Pbkdf2Parameters, length: number): Promise<Buffer> {
  const { digest, iterations, salt } = parameters;
  return new Promise((resolve, reject) => {
    nodePbkdf2(password, salt, iterations, length, digest, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
