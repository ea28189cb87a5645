import type { MaybePromise } from '@who/core';
import type { HashingOptions } from './hashing/options.js';
import { createPasswords, type Passwords } from './passwords.js';
import type { Verdict } from './verdict.js';

let made: Passwords | undefined;

/** One for everybody who has no wishes. */
function shared(): Passwords {
  made ??= createPasswords();
  return made;
}

/**
 * Checks a password by the default options: `Passwords.verify`.
 *
 * @example
 * const verdict = await verifyPassword('secret', '$2b$10$…');
 */
export function verifyPassword(
  password: string | Uint8Array,
  stored: string | null | undefined,
): MaybePromise<Verdict> {
  return shared().verify(password, stored);
}

/**
 * Makes a hash to be stored: `Passwords.hash`, by the default options.
 *
 * @example
 * const stored = await hashPassword('correct horse', { scheme: 'bcrypt' });
 */
export function hashPassword(password: string | Uint8Array, options?: HashingOptions): Promise<string> {
  return shared().hash(password, options);
}
