import { passwordsError } from './errors.js';

export { SALTED_SCHEMES, WEAK_SCHEMES } from './forms/schemes.js';
export { isMatch } from './verdict.js';

/**
 * The package where it cannot run, in Workers: it says so at start.
 *
 * @throws {WhoError} PASSWORDS_UNSUPPORTED
 */
export function createPasswords(): never {
  throw passwordsError('PASSWORDS_UNSUPPORTED', 'Workers have no threads and no native code to check passwords by.');
}

export { createPasswords as hashPassword, createPasswords as verifyPassword };
