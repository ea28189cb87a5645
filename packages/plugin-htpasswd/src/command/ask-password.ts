import { withPrompt } from '@who/secrets';
import { CommandError } from './command-error.js';
import type { CommandIo } from './main.js';

/**
 * Asks for a new password: twice and without an echo on a terminal, else as the first line of the input.
 *
 * @throws {CommandError} when there is none that can be kept
 */
export function askPassword(user: string, io: CommandIo): Promise<string> {
  return withPrompt(io, async ({ ask, isTerminal }) => {
    const password = (await ask(`New password for ${user}: `)) ?? '';
    const problem = problemOf(password);
    if (problem !== undefined) throw new CommandError(problem);
    if (isTerminal && (await ask('Again: ')) !== password) throw new CommandError('The two are not the same.');
    return password;
  });
}

function problemOf(password: string): string | undefined {
  if (password === '') return 'There is no password.';
  if (password.includes('\0')) return 'A password cannot have a NUL in it.';
  // bcrypt would not look at the rest, and a longer password would not be a better one.
  return Buffer.byteLength(password) > 72 ? 'A password of more than 72 bytes is too long for bcrypt.' : undefined;
}
