import type { PasswordCredentials } from '@who/core';

/**
 * Whether a name can be anybody's: whatever a directory would cut, replace or take for something else cannot. Directories
 * take a bind without a password for one as nobody, and say yes.
 */
export function isName(name: unknown): name is string {
  return isPlain(name) && Buffer.byteLength(name) <= MAX_BYTES;
}

/** The same of a name and its password. Some schemes of storing passwords end at a NUL. */
export function arePossible({ login, password }: PasswordCredentials): boolean {
  return isName(login) && isName(password);
}

/** Text of at least one character, without NUL, and without halves of characters, which UTF-8 replaces. */
function isPlain(text: unknown): text is string {
  return typeof text === 'string' && text !== '' && !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}

/** The time of some schemes grows with the password. */
const MAX_BYTES = 1024;
