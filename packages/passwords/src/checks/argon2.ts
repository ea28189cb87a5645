import type { Options } from '@node-rs/argon2';
import { isSameBytes } from '../algorithms/crypt-text.js';
import type { FormName, Stored } from '../forms/form.js';

/** Argon2's parameters, as RFC 9106 names them. */
export interface Argon2Parameters {
  readonly kind: 'd' | 'i' | 'id';
  /** 16 (0x10) or 19 (0x13). */
  readonly version: number;
  /** In KiB. */
  readonly m: number;
  readonly t: number;
  readonly p: number;
  readonly salt: Uint8Array;
}

/** @returns `undefined` for parameters that Argon2 does not have */
export function argon2Check(form: FormName, parameters: Argon2Parameters, expected: Uint8Array): Stored | undefined {
  const { kind, m, t } = parameters;
  if (!isPossible(parameters) || expected.length < 4 || expected.length > 256) return undefined;
  return {
    form,
    scheme: `argon2${kind}`,
    cost: t,
    estimatedMs: m * t * 0.0005,
    memoryBytes: m * 1024,
    matches: async (password) => isSameBytes(await argon2(password, parameters, expected.length), expected),
  };
}

/** Computes Argon2 on one of libuv's threads. */
export async function argon2(password: Uint8Array, parameters: Argon2Parameters, outputLen: number): Promise<Buffer> {
  const { kind, version, m, t, p, salt } = parameters;
  const options = {
    algorithm: ['d', 'i', 'id'].indexOf(kind),
    version: version === 16 ? 0 : 1,
    memoryCost: m,
    timeCost: t,
    parallelism: p,
    outputLen,
    salt,
  } satisfies Options;
  // Native code that an application without such hashes need not load.
  const { hashRaw } = await import('@node-rs/argon2');
  return hashRaw(password, options);
}

function isPossible({ version, m, t, p, salt }: Argon2Parameters): boolean {
  const isVersion = version === 16 || version === 19;
  return isVersion && p >= 1 && p <= 255 && t >= 1 && t <= MAX && m >= 8 * p && m <= MAX && salt.length >= 8;
}

const MAX = 0xffff_ffff;
