import { relative } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { type CreatedApp, createApp } from './create-app.js';
import { CreateAppError } from './errors.js';
import { ownVersion } from './files.js';
import { FRAMEWORKS, type Framework, parseFramework } from './frameworks.js';
import { checkName } from './names.js';
import { ask } from './questions.js';

/** What the command needs of its process. */
export interface CliIo {
  readonly input: Readable & { readonly isTTY?: boolean | undefined };
  readonly output: Writable & { readonly isTTY?: boolean | undefined };
  readonly error: Writable;
}

/** The command. Resolves with its exit code: 0, 1 when nothing was made, 2 when it was called wrongly. */
export async function main(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    const { values, positionals } = parse(argv);
    if (values.help || values.version) {
      io.output.write(values.help ? usage() : `${ownVersion()}\n`);
      return 0;
    }
    const [name] = positionals;
    if (name !== undefined) checkName(name);
    const framework = values.framework === undefined ? undefined : parseFramework(values.framework);
    const wishes = await toWishes(name, framework, io);
    if (typeof wishes === 'number') return wishes;
    io.output.write(said(wishes.name, createApp({ ...wishes, dir: values.dir })));
    return 0;
  } catch (error) {
    if (isParseError(error)) {
      io.error.write(`${error.message}\nTry npm create @who/app -- --help.\n`);
      return 2;
    }
    if (!(error instanceof CreateAppError)) throw error;
    io.error.write(`${error.message}\n`);
    return error.code === 'BAD_NAME' || error.code === 'BAD_FRAMEWORK' ? 2 : 1;
  }
}

function parse(argv: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      framework: { type: 'string', short: 'f' },
      dir: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
    },
  });
  if (positionals.length > 1) throw wrongCall(`One name, please: ${positionals.join(', ')}`);
  if (values.dir === '') throw wrongCall('--dir needs a folder.');
  return { values, positionals };
}

/** What was wished for, or the exit code when nobody said it. */
async function toWishes(name: string | undefined, framework: Framework | undefined, io: CliIo) {
  if (name !== undefined && framework) return { name, framework };
  if (!io.input.isTTY || !io.output.isTTY) {
    const missing = name === undefined ? '' : `Say what ${name} is to be made with, by --framework.\n\n`;
    io.error.write(missing + usage());
    return 2;
  }
  const answers = await ask({ name, framework }, io);
  if (answers) return answers;
  io.error.write('Nothing was written.\n');
  return 1;
}

function said(name: string, { dir, scripts }: CreatedApp): string {
  const runs = scripts.map((script) => `npm run ${script}${script === 'user' ? ' alice' : ''}`);
  const steps = [`cd ${relative(process.cwd(), dir) || '.'} && npm install`, ...runs, 'npm start'];
  const lines = steps.map((step, index) => `${index + 1}. ${step}`);
  return `Made ${name} in ${dir}\n\n${lines.join('\n')}\n\nREADME.md says what it is, and how to go on.\n`;
}

function usage(): string {
  const lines = Object.entries(FRAMEWORKS).map(([name, meaning]) => `  ${name.padEnd(21)}${meaning}\n`);
  return `Usage: npm create @who/app NAME -- --framework FRAMEWORK

Starts an application that people can sign in to, to be changed into what it is to be.

  NAME                  the package's name, e.g. my-app
  --framework FRAMEWORK what it is made with
  --dir FOLDER          where to put it; the folder has to be empty or absent   (the name)
  --help                print this
  --version             print the version

Frameworks:
${lines.join('')}
Without a name or a framework it asks, on a terminal.
`;
}

function wrongCall(message: string): TypeError {
  return Object.assign(new TypeError(message), { code: 'ERR_PARSE_ARGS_WISHES' });
}

function isParseError(error: unknown): error is TypeError {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
