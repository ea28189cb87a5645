import type { Readable, Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { CreatePluginError } from './errors.js';
import { ask } from './questions.js';
import { parseRoles, ROLES, type Role } from './roles.js';

/** What the command needs of its process. */
export interface CliIo {
  readonly input: Readable & { readonly isTTY?: boolean | undefined };
  readonly output: Writable & { readonly isTTY?: boolean | undefined };
  readonly error: Writable;
}

/** What somebody wants. */
export interface Wishes {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly dir?: string | undefined;
}

/** Where the command puts plugins: anywhere, or in this repository. */
export interface Place {
  /** The command as people type it. */
  readonly command: string;
  /** Help on what is particular to the place. */
  readonly help: string;
  readonly version: string;
  /** Whether people choose the folder. */
  readonly takesDir: boolean;
  /** @throws {CreatePluginError} BAD_NAME */
  checkName(name: string): void;
  /** Makes the plugin. @returns what to say about it */
  create(wishes: Wishes): string;
}

/** The command. Resolves with its exit code: 0, 1 when nothing was made, 2 when it was called wrongly. */
export async function main(argv: readonly string[], io: CliIo, place: Place): Promise<number> {
  try {
    const { values, positionals } = parse(argv, place);
    if (values.help) {
      io.output.write(usage(place));
      return 0;
    }
    if (values.version) {
      io.output.write(`${place.version}\n`);
      return 0;
    }
    const wishes = await toWishes(positionals, values, io, place);
    if (typeof wishes === 'number') return wishes;
    io.output.write(place.create(wishes));
    return 0;
  } catch (error) {
    if (isParseError(error)) {
      io.error.write(`${error.message}\nTry ${place.command} --help.\n`);
      return 2;
    }
    if (!(error instanceof CreatePluginError)) throw error;
    io.error.write(`${error.message}\n`);
    return error.code === 'BAD_NAME' || error.code === 'BAD_ROLES' ? 2 : 1;
  }
}

type Values = ReturnType<typeof parse>['values'];

function parse(argv: readonly string[], { takesDir }: Place) {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      role: { type: 'string', multiple: true, short: 'r' },
      dir: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
    },
  });
  if (positionals.length > 1) throw wrongCall(`One name, please: ${positionals.join(', ')}`);
  if (values.dir !== undefined && !takesDir) throw wrongCall('The folder is given by the name: leave out --dir.');
  if (values.dir === '') throw wrongCall('--dir needs a folder.');
  return { values, positionals };
}

/** What was wished for, or the exit code when nobody said it. */
async function toWishes(
  [name]: readonly string[],
  { role = [], dir }: Values,
  io: CliIo,
  place: Place,
): Promise<Wishes | number> {
  if (name !== undefined) place.checkName(name);
  const roles = role.length > 0 ? parseRoles(role) : undefined;
  if (name !== undefined && roles) return { name, roles, dir };
  if (!io.input.isTTY || !io.output.isTTY) {
    if (name === undefined) io.error.write(usage(place));
    else io.error.write(`Say what ${name} is to be, with --role.\n\n${usage(place)}`);
    return 2;
  }
  const answers = await ask({ name, roles }, io, place);
  if (answers) return { ...answers, dir };
  io.error.write('Nothing was written.\n');
  return 1;
}

function usage({ command, help, takesDir }: Place): string {
  const roles = Object.entries(ROLES).map(([role, meaning]) => `  ${role.padEnd(20)}${meaning}\n`);
  return `Usage: ${command} NAME ${takesDir ? '-- ' : ''}--role ROLE [--role ROLE …]

${help}
  --role ROLE         what the plugin is to be; repeat it for several roles
${takesDir ? '  --dir FOLDER        where to put it; the folder has to be empty or absent   (the name)\n' : ''}  --help              print this
  --version           print the version

Roles:
${roles.join('')}
Without a name or a role it asks, on a terminal.
`;
}

function wrongCall(message: string): TypeError {
  return Object.assign(new TypeError(message), { code: 'ERR_PARSE_ARGS_WISHES' });
}

function isParseError(error: unknown): error is TypeError {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
