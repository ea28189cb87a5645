import { parseArgs } from 'node:util';
import { didYouMean } from '@who/core';
import { CommandError, WRONG_CALL } from './command-error.js';

export type CommandName = 'mint' | 'inspect' | 'verify';
const COMMANDS: readonly CommandName[] = ['mint', 'inspect', 'verify'];

const EVERYWHERE = ['cookie-name', 'digest', 'time', 'json', 'help'] as const;
const WITH_SECRETS = ['secret-file', 'format', 'compat', 'userid-types', 'audience', 'address'] as const;
const TO_MINT = ['userid', 'token', 'userdata', 'encrypt-userdata'] as const;
const TO_VERIFY = ['timeout', 'clock-skew'] as const;
type FlagName = (typeof EVERYWHERE | typeof WITH_SECRETS | typeof TO_MINT | typeof TO_VERIFY)[number];

/** Options by command. */
const FLAGS: Readonly<Record<CommandName, readonly FlagName[]>> = {
  inspect: EVERYWHERE,
  mint: [...EVERYWHERE, ...WITH_SECRETS, ...TO_MINT],
  verify: [...EVERYWHERE, ...WITH_SECRETS, ...TO_VERIFY],
};

const SWITCHES = ['json', 'help', 'encrypt-userdata'] as const;
type Switch = (typeof SWITCHES)[number];

/** What the command was called with. */
export interface Call {
  readonly command: CommandName | undefined;
  readonly isHelp: boolean;
  /** The file with the cookie; `-` is standard input, and so is none. */
  readonly file: string;
  text(name: Exclude<FlagName, Switch | 'token'>): string | undefined;
  has(name: Switch): boolean;
  readonly tokens: readonly string[];
}

/** @throws {CommandError} which repeats names of options, and never a value: it might be a secret or a ticket */
export function callOf(argv: readonly string[]): Call {
  const { tokens } = parseArgs({
    args: [...argv],
    options: SHAPES,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const [command, ...files] = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const options = tokens.flatMap((token) => (token.kind === 'option' ? [token] : []));
  const isHelp = options.some(({ name }) => name === 'help' || name === 'h');
  if (isHelp || command === undefined) return { command: undefined, isHelp, file: '-', ...empty };
  const stranger = options.find(({ name }) => !(name in SHAPES));
  // What follows an option that is not known, may be its value, or the command.
  if (stranger) throw unknown(stranger, isCommand(command) ? FLAGS[command] : Object.keys(SHAPES));
  if (!isCommand(command)) throw wrong(`There is no such command.${didYouMean(shown(command), COMMANDS)}`);

  const known: readonly string[] = FLAGS[command];
  const given = new Map<string, readonly string[]>();
  for (const option of options) {
    const { name, rawName, value } = option;
    if (!known.includes(name)) throw unknown(option, known);
    const isSwitch = (SWITCHES as readonly string[]).includes(name);
    if (isSwitch !== (value === undefined)) throw wrong(`"${rawName}" ${isSwitch ? 'takes no' : 'needs a'} value.`);
    if (value?.startsWith('-') && option.inlineValue === false) {
      throw wrong(`"${rawName}" needs a value. One that begins with "-" is written ${rawName}=VALUE.`);
    }
    const before = given.get(name) ?? [];
    if (before.length > 0 && name !== 'token') throw wrong(`"${rawName}" is there twice.`);
    given.set(name, [...before, value ?? '']);
  }
  if (files.length > (command === 'mint' ? 0 : 1)) throw wrong(command === 'mint' ? TAKES_NO_FILE : TAKES_ONE_FILE);
  return {
    command,
    isHelp: false,
    file: files[0] ?? '-',
    text: (name) => given.get(name)?.[0],
    has: (name) => given.has(name),
    tokens: given.get('token') ?? [],
  };
}

const empty = { text: () => undefined, has: () => false, tokens: [] };

function isCommand(name: string): name is CommandName {
  return (COMMANDS as readonly string[]).includes(name);
}

/** A name as somebody typed it: no more of it than a name is long, and nothing that a terminal would obey. */
function shown(name: string): string {
  return name.slice(0, 32).replace(/[^\w-]/g, '?');
}

function unknown(
  { name, rawName }: { readonly name: string; readonly rawName: string },
  known: readonly string[],
): CommandError {
  return wrong(`"${shown(rawName)}" is not known here.${didYouMean(shown(name), known)}`);
}

const wrong = (problem: string): CommandError => new CommandError(problem, WRONG_CALL);

const SHAPES = Object.fromEntries(
  Object.values(FLAGS)
    .flat()
    .map((name) => [name, { type: (SWITCHES as readonly string[]).includes(name) ? 'boolean' : 'string' } as const]),
);

const TAKES_NO_FILE = '"mint" takes options only: --userid NAME, and more.';
const TAKES_ONE_FILE = 'There is more than one file: one has the cookie, or "-" for standard input.';
