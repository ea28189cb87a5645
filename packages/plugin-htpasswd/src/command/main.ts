import type { Readable, Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { hash } from '@node-rs/bcrypt';
import { askPassword } from './ask-password.js';
import { changeFile } from './change-file.js';
import { CommandError } from './command-error.js';
import { checkName, withUser } from './user-line.js';

/** What the command needs of its process. */
export interface CommandIo {
  readonly input: Readable & { readonly isTTY?: boolean | undefined };
  readonly output: Writable;
  readonly error: Writable;
}

const HELP = `Usage: npx @who/plugin-htpasswd FILE USER

Sets the password of a user in a password file, by bcrypt. A file that is not there is made, for its owner's eyes only.
The password is asked for; where there is no terminal, it is the first line of standard input.
`;

/** The command. Resolves with its exit code: 0, 1 when nothing was changed, 2 when it was called wrongly. */
export async function main(argv: readonly string[], io: CommandIo): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: { help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    if (values.help) {
      io.output.write(HELP);
      return 0;
    }
    const [file, user, ...more] = positionals;
    if (file === undefined || user === undefined || more.length > 0) {
      io.error.write(HELP);
      return 2;
    }
    checkName(user);
    const password = await askPassword(user, io);
    const line = await hash(password, { cost: COST, version: '2y' });
    const isNew = await changeFile(file, (text) => withUser(text, user, line));
    io.output.write(`${isNew ? 'Added' : 'Changed'} ${user} in ${file}\n`);
    return 0;
  } catch (error) {
    if (error instanceof CommandError) io.error.write(`${error.message}\n`);
    else if (isParseError(error)) io.error.write(`${error.message}\n${HELP}`);
    else throw error;
    return error instanceof CommandError ? 1 : 2;
  }
}

/** About 50 ms: what the plugin's own limits are made for. */
const COST = 10;

function isParseError(error: unknown): error is TypeError {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
