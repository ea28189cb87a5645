import type { MaybePromise } from '@who/core';
import { type Computing, computing } from './computing.js';
import type { HashingOptions } from './hashing/options.js';
import { type PasswordsOptions, resolveOptions } from './options.js';
import { type Passwords, passwordsBy, type VerifyOptions } from './passwords.js';
import type { Verdict } from './verdict.js';

/** What one check may have of its own, where no passwords have been created: all but the number of checks. */
export type VerifyPasswordOptions = Omit<PasswordsOptions, 'maxConcurrent' | 'maxQueued'> & VerifyOptions;

let shared: { readonly usual: Passwords; readonly computing: Computing } | undefined;

/** One for everybody, so that the number of checks is bounded for all of them. */
function everybodys(): NonNullable<typeof shared> {
  if (!shared) {
    const settings = resolveOptions({});
    const place = computing(settings.maxConcurrent, settings.maxQueued);
    shared = { usual: passwordsBy(settings, place), computing: place };
  }
  return shared;
}

/**
 * Checks a password as `Passwords.verify` does, among those that all of the process have checked in this way.
 *
 * @example
 * const verdict = await verifyPassword('secret', '$2b$10$…', { forms: ['crypt'] });
 */
export function verifyPassword(
  password: string | Uint8Array,
  stored: string | null | undefined,
  options?: VerifyPasswordOptions,
): MaybePromise<Verdict> {
  const { usual, computing } = everybodys();
  if (options === undefined) return usual.verify(password, stored);
  const { upgrade, ...rest } = options;
  return passwordsBy(resolveOptions(rest), computing).verify(password, stored, { upgrade });
}

/**
 * Makes a hash to be stored, as `Passwords.hash` does by the default options.
 *
 * @example
 * const stored = await hashPassword('correct horse', { scheme: 'bcrypt' });
 */
export function hashPassword(password: string | Uint8Array, options?: HashingOptions): Promise<string> {
  return everybodys().usual.hash(password, options);
}
