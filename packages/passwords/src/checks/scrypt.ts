import { scrypt as nodeScrypt } from 'node:crypto';
import { isSameBytes } from '../algorithms/crypt-text.js';
import type { FormName, Stored } from '../forms/form.js';

/** scrypt's parameters, as RFC 7914 names them. */
export interface ScryptParameters {
  /** Of N. */
  readonly log2: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Uint8Array;
}

/** @returns `undefined` for parameters that scrypt does not have */
export function scryptCheck(
  form: FormName,
  parameters: ScryptParameters,
  expected: Uint8Array | undefined,
): Stored | undefined {
  const { log2, r, p } = parameters;
  const isPossible = log2 >= 1 && log2 <= 31 && r >= 1 && p >= 1 && r * p < 2 ** 30;
  if (!expected || !isPossible || expected.length < 16 || expected.length > 128) return undefined;
  return {
    form,
    scheme: 'scrypt',
    cost: log2,
    estimatedMs: 2 ** log2 * r * p * 0.0004,
    memoryBytes: memoryBytes(parameters),
    matches: async (password) => isSameBytes(await scrypt(password, parameters, expected.length), expected),
  };
}

/** Computes scrypt on one of libuv's threads. */
export function scrypt(password: Uint8Array, parameters: ScryptParameters, length: number): Promise<Buffer> {
  const { log2, r, p, salt } = parameters;
  const options = { N: 2 ** log2, r, p, maxmem: memoryBytes(parameters) + 2 ** 20 };
  return new Promise((resolve, reject) => {
    nodeScrypt(password, salt, length, options, (error, bytes) => (error ? reject(error) : resolve(bytes)));
  });
}

const memoryBytes = ({ log2, r, p }: ScryptParameters): number => 128 * r * (2 ** log2 + p + 2);
