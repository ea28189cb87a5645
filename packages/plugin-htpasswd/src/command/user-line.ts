import { CommandError } from './command-error.js';

/** @throws {CommandError} for a name that could not be read back from a file */
export function checkName(user: string): void {
  if (user === '' || Buffer.byteLength(user) > 255 || /^#|[:\p{Cc}]|^\s|\s$|\\$|^\ufeff/u.test(user)) {
    throw new CommandError(
      'A user name has 1 to 255 bytes, no colon, no control character, no blank or backslash at its ends, and no # in front.',
    );
  }
}

/**
 * The text of a password file with a user's line in it: in the place of the first one, which is the one that counts, or
 * at the end. All other lines stay as they are. One line may go on over several, each ending with a backslash.
 *
 * @param text the bytes of the file as latin1
 */
export function withUser(text: string, user: string, hash: string): { readonly text: string; readonly isNew: boolean } {
  const name = Buffer.from(user, 'utf8').toString('latin1');
  const line = `${name}:${hash}\n`;
  for (const { index, 0: found } of text.matchAll(/(?:[^\n]*\\\r?\n)*(?:[^\n]*\n|[^\n]+$)/g)) {
    const bare = found.replace(/^(?:\xef\xbb\xbf)?[ \t\v\f\r]*/, '').replace(/\\\r?\n/g, '');
    if (!bare.startsWith(`${name}:`)) continue;
    return { text: text.slice(0, index) + line + text.slice(index + found.length), isNew: false };
  }
  const isOpen = text !== '' && !text.endsWith('\n');
  const goesOn = /\\\r?\n?$/.test(text);
  return { text: `${text}${isOpen ? '\n' : ''}${goesOn ? '\n' : ''}${line}`, isNew: true };
}
