import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CommandError } from './command-error.js';
import type { CommandIo } from './main.js';

/**
 * Asks for a new password: twice and without an echo on a terminal, else as the first line of the input. It is never
 * an argument, which every other user of the machine could read.
 *
 * @throws {CommandError} when there is none that can be kept
 */
export async function askPassword(user: string, { input, error }: CommandIo): Promise<string> {
  const isTerminal = input.isTTY === true;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: isTerminal });
  const answers = lines[Symbol.asyncIterator]();
  const ask = async (question: string): Promise<string> => {
    if (isTerminal) error.write(question);
    const { value, done } = await answers.next();
    if (isTerminal) error.write('\n');
    if (done) throw new CommandError('There is no password.');
    return value;
  };
  // Without the echo, the terminal does not see Ctrl-C either.
  lines.once('SIGINT', () => lines.close());
  try {
    const password = await ask(`New password for ${user}: `);
    const problem = problemOf(password);
    if (problem !== undefined) throw new CommandError(problem);
    if (isTerminal && (await ask('Again: ')) !== password) throw new CommandError('The two are not the same.');
    return password;
  } finally {
    lines.close();
  }
}

function problemOf(password: string): string | undefined {
  if (password === '') return 'There is no password.';
  if (password.includes('\0')) return 'A password cannot have a NUL in it.';
  // bcrypt would not look at the rest, and a longer password would not be a better one.
  return Buffer.byteLength(password) > 72 ? 'A password of more than 72 bytes is too long for bcrypt.' : undefined;
}
