import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { didYouMean } from '@who/core';
import { CommandError, EXIT } from './command-error.js';

/** What the command was called with. */
export interface Arguments {
  readonly command: 'set' | 'verify' | 'delete' | 'list' | 'help';
  readonly file: string;
  /** Empty of a list. */
  readonly user: string;
  readonly scheme: string | undefined;
  readonly cost: string | undefined;
  readonly waitMs: number;
}

const OPTIONS = {
  scheme: { type: 'string', short: 's' },
  cost: { type: 'string', short: 'c' },
  wait: { type: 'string', short: 'w' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** How many words each takes. */
const COMMANDS = { set: 2, verify: 2, delete: 2, list: 1 } as const;
type Command = keyof typeof COMMANDS;

/** @throws {CommandError} */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) if (token.kind === 'option') checkOption(token.name, token.rawName, token.value);
  const [command, words] = commandOf(positionals);
  const [file = '', user = '', ...more] = words;
  if (values.help !== true && (words.length < COMMANDS[command] || more.length > 0 || file === ''))
    throw usage(command);
  const text = (value: string | boolean | undefined) => (typeof value === 'string' ? value : undefined);
  return {
    command: values.help === true ? 'help' : command,
    file,
    user,
    scheme: text(values.scheme),
    cost: text(values.cost),
    waitMs: milliseconds(text(values.wait)),
  };
}

function checkOption(name: string, rawName: string, value: string | undefined): void {
  const option = Object.hasOwn(OPTIONS, name) ? OPTIONS[name as keyof typeof OPTIONS] : undefined;
  if (!option) {
    const hint = didYouMean(
      rawName,
      Object.keys(OPTIONS).map((known) => `--${known}`),
    );
    throw new CommandError(`There is no option ${rawName}.${hint}`, EXIT.usage);
  }
  // A password after the name of a user would be one more word.
  if (option.type === 'string' && (value === undefined || value === '')) {
    throw new CommandError(`${rawName} needs a value.`, EXIT.usage);
  }
  if (option.type === 'boolean' && value !== undefined)
    throw new CommandError(`${rawName} takes no value.`, EXIT.usage);
}

function commandOf(positionals: readonly string[]): readonly [Command, readonly string[]] {
  const [first = '', ...rest] = positionals;
  if (isCommand(first)) return [first, rest];
  // What is nearly a command is no file that somebody wants to have made.
  const hint = didYouMean(first, Object.keys(COMMANDS));
  const isMisspelt = hint.includes('Did you mean') && !existsSync(first);
  if (first !== '' && (isMisspelt || positionals.length > 2)) {
    throw new CommandError(`There is no command ${first}.${hint}`, EXIT.usage);
  }
  return ['set', positionals];
}

const isCommand = (word: string): word is Command => Object.hasOwn(COMMANDS, word);

function milliseconds(seconds = '10'): number {
  if (/^\d{1,5}$/.test(seconds)) return Number(seconds) * 1000;
  throw new CommandError('--wait is a number of seconds.', EXIT.usage);
}

const usage = (command: Command) =>
  new CommandError(
    `Usage: who-htpasswd ${command} FILE${COMMANDS[command] > 1 ? ' USER' : ''}; see --help.`,
    EXIT.usage,
  );
