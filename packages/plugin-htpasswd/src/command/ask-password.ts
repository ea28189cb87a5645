import { withPrompt } from '@who/secrets';
import { CommandError } from './command-error.js';
import type { CommandIo } from './main.js';

/**
 * Asks for a new password: twice and without an echo on a terminal, else as the first line of the input.
 *
 * @throws {CommandError} when there is none that can be kept
 */
export function askNewPassword(user: string, io: CommandIo): Promise<string> {
  return withPrompt(io, async ({ ask, isTerminal }) => {
    const password = checked(await ask(`New password for ${user}: `));
    if (isTerminal && (await ask('Again: ')) !== password) throw new CommandError('The two are not the same.');
    return password;
  });
}

/**
 * Asks for a password that somebody has.
 *
 * @throws {CommandError} when there is none
 */
export function askPassword(user: string, io: CommandIo): Promise<string> {
  return withPrompt(io, async ({ ask }) => checked(await ask(`Password of ${user}: `)));
}

function checked(password = ''): string {
  if (password === '') throw new CommandError('There is no password.');
  if (password.includes('\0')) throw new CommandError('A password cannot have a NUL in it.');
  // What was no UTF-8 has become this character, and would be another password when somebody signs in.
  if (password.includes('\ufffd')) throw new CommandError('The password is not UTF-8.');
  return password;
}
