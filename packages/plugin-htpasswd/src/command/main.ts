import { readFile } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { WhoError } from '@who/core';
import { atOnce, inTurns } from '@who/secrets';
import { readPasswordFile } from '../files/password-file.js';
import { type PasswordText, readPasswordText } from '../files/password-text.js';
import { resolveOptions } from '../options.js';
import { verifier } from '../verifier.js';
import { has, isName, withHashes, withoutUser } from '../writing/password-lines.js';
import { changePasswordFile } from '../writing/replace-file.js';
import { type Arguments, readArguments } from './arguments.js';
import { askNewPassword, askPassword } from './ask-password.js';
import { CommandError, EXIT } from './command-error.js';
import { hashed, hashingOf, isOurs } from './hashing.js';
import { HELP } from './help.js';
import { listed } from './list.js';

/** What the command needs of its process. */
export interface CommandIo {
  readonly input: Readable & { readonly isTTY?: boolean | undefined };
  readonly output: Writable;
  readonly error: Writable;
}

/** The command. Resolves with its exit code, one of `EXIT`. */
export async function main(argv: readonly string[], io: CommandIo): Promise<number> {
  try {
    const given = readArguments(argv);
    await COMMANDS[given.command](given, io);
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommandError) {
      io.error.write(`${error.message}\n`);
      return error.exitCode;
    }
    if (!(error instanceof WhoError)) throw error;
    io.error.write(`${error.message.slice(error.message.indexOf(']') + 2)}\n`);
    return EXIT.failed;
  }
}

const COMMANDS: Readonly<Record<Arguments['command'], (given: Arguments, io: CommandIo) => Promise<void>>> = {
  async help(_given, { output }) {
    output.write(HELP);
  },
  async set({ file, user, scheme, cost, waitMs }, io) {
    if (!isName(user)) throw badName();
    const hashing = hashingOf(scheme, cost);
    const password = await askNewPassword(user, io);
    const to = await hashed(password, hashing);
    let isNew = false;
    // biome-ignore lint/correctness/useYield: one line is quick.
    await changePasswordFile(file, waitMs, function* (text) {
      isNew = !has(text, user);
      return withHashes(text, [{ user, to }]);
    });
    io.output.write(`${isNew ? 'Added' : 'Changed'} ${user} in ${file}\n`);
    if (isOurs(hashing))
      io.error.write(`Apache and nginx do not read ${hashing.scheme}: ${user} cannot sign in there.\n`);
  },
  async delete({ file, user, waitMs }, { output }) {
    // A file that is not there is not made.
    textIn(await bytesOf(file), file);
    let isThere = false;
    await changePasswordFile(file, waitMs, function* (text) {
      isThere = has(text, user);
      return yield* withoutUser(text, user);
    });
    if (!isThere) throw noSuchUser(user, file);
    output.write(`Deleted ${user} from ${file}\n`);
  },
  async verify({ file, user }, io) {
    const bytes = await bytesOf(file);
    if (!has(textIn(bytes, file), user)) throw noSuchUser(user, file);
    const { verify, kindOf, close } = verifier(resolveOptions({ file }));
    try {
      const { hashOf } = await inTurns(readPasswordFile(bytes, kindOf));
      const hash = hashOf(user);
      const password = await askPassword(user, io);
      if (hash === undefined) {
        throw new CommandError(`No password matches the line of ${user}; see list.`, EXIT.wrongPassword);
      }
      if (!(await verify(new TextEncoder().encode(password), hash))) {
        throw new CommandError(`This is not the password of ${user}.`, EXIT.wrongPassword);
      }
    } finally {
      close();
    }
    io.output.write(`This is the password of ${user}.\n`);
  },
  async list({ file, scheme, cost }, { output }) {
    const hashing = hashingOf(scheme, cost);
    for await (const line of listed(textIn(await bytesOf(file), file), hashing)) output.write(line);
  },
};

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new CommandError(`Cannot read ${file}: ${(error as Error).message}`);
  }
}

function textIn(bytes: Buffer, file: string): PasswordText {
  try {
    return atOnce(readPasswordText(bytes));
  } catch (error) {
    throw new CommandError(`Cannot read ${file}: ${(error as Error).message}`);
  }
}

const noSuchUser = (user: string, file: string) => new CommandError(`There is no ${user} in ${file}.`, EXIT.noSuchUser);

const badName = () =>
  new CommandError(
    'A user name has 1 to 255 bytes, no colon, no control character, no blank or backslash at its ends, and no # in front.',
  );
