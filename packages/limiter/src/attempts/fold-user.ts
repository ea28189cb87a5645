/**
 * What all spellings of a name have in common that databases and directories take for the same: case, accents, blanks,
 * full-width letters, ligatures, invisible characters. More names become one than need to; that costs nothing, and one
 * that is missed would be an account with more guesses.
 */
export function foldUser(user: string): string {
  if (PLAIN.test(user)) return user;
  // Nobody has such a name, and to fold it would take its time: all of them are one.
  if (user.length > MAX_LENGTH) return '';
  return user.normalize('NFKD').replace(INVISIBLE, '').toUpperCase().toLowerCase();
}

/** Most names: nothing to fold. */
const PLAIN = /^[a-z0-9._@+-]{1,256}$/;
/** Marks (accents), separators (blanks), and all that is no character. */
const INVISIBLE = /[\p{M}\p{Z}\p{C}]+/gu;
const MAX_LENGTH = 1024;
