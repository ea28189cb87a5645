import { hash, randomBytes } from 'node:crypto';
import { badOption } from '@who/core';
import { PLUGIN } from './errors.js';

/** A token, and what to keep of it. */
export interface NewApiToken {
  /** For its owner, and to be shown once. */
  readonly token: string;
  /** For the record: its SHA-256 digest, as 64 hexadecimal digits. */
  readonly sha256: string;
}

/**
 * Makes a token of 32 random bytes, in base64url, behind a prefix by which scanners recognise one that leaked.
 *
 * @param prefix 1 to 32 letters, digits, `_` and `-`
 * @throws {WhoError} BAD_OPTION
 * @example
 * const { token, sha256 } = createApiToken('example_');
 */
export function createApiToken(prefix = 'who_'): NewApiToken {
  if (typeof prefix !== 'string' || !/^[\w-]{1,32}$/.test(prefix)) {
    throw badOption(PLUGIN, 'prefix', 'must be 1 to 32 letters, digits, "_" and "-".');
  }
  const token = prefix + randomBytes(32).toString('base64url');
  return { token, sha256: hash('sha256', token) };
}
