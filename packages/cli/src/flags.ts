import { parseArgs } from 'node:util';
import { didYouMean } from '@who/core';
import { CommandError } from './command-error.js';

const SOURCES = ['cookie-file', 'headers', 'har'] as const;
const OF_TICKETS = ['cookie-name', 'format', 'digest', 'compat', 'audience', 'timeout'] as const;
const TEXTS: readonly Text[] = [...SOURCES, 'entry', 'address', 'engine', 'secret-file', ...OF_TICKETS];
const SWITCHES = ['include-ip', 'json', 'help'] as const;

type Text = (typeof SOURCES | typeof OF_TICKETS)[number] | 'entry' | 'address' | 'engine' | 'secret-file';
type Switch = (typeof SWITCHES)[number];

/** What the command was called with. */
export interface Call {
  readonly isHelp: boolean;
  text(name: Text): string | undefined;
  has(name: Switch): boolean;
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
  const given = new Map<string, string>();
  const isHelp = tokens.some((token) => token.kind === 'option' && ['help', 'h'].includes(token.name));
  for (const token of isHelp ? [] : tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (!(name in SHAPES)) {
      throw new CommandError(`"${shown(rawName)}" is not known.${didYouMean(shown(name), Object.keys(SHAPES))}`);
    }
    const isSwitch = (SWITCHES as readonly string[]).includes(name);
    if (isSwitch !== (value === undefined)) {
      throw new CommandError(`"${rawName}" ${isSwitch ? 'takes no' : 'needs a'} value.`);
    }
    if (value !== undefined && /^-./.test(value) && token.inlineValue === false) {
      throw new CommandError(`"${rawName}" needs a value. One that begins with "-" is written ${rawName}=VALUE.`);
    }
    if (given.has(name)) throw new CommandError(`"${rawName}" is there twice.`);
    given.set(name, value ?? '');
  }
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  if (!isHelp) checkCall(words, given);
  return { isHelp, text: (name) => given.get(name), has: (name) => given.has(name) };
}

function checkCall([command, ...others]: readonly string[], given: ReadonlyMap<string, string>): void {
  if (command === undefined)
    throw new CommandError(
      'What shall it do? "who explain --help", "who check --help" and "who convert --help" say what it can.',
    );
  if (command !== 'explain') {
    throw new CommandError(`There is no such command.${didYouMean(shown(command), ['explain', 'check', 'convert'])}`);
  }
  if (others.length > 0) throw new CommandError(NO_MORE);
  const sources = SOURCES.filter((name) => given.has(name));
  if (sources.length > 1) throw new CommandError(`Only one of --${sources.join(' and --')} can be the request.`);
  if (given.has('entry') && !given.has('har')) throw new CommandError('"--entry" is for --har.');
  if (!given.has('engine')) return;
  const tickets = (['secret-file', 'include-ip', ...OF_TICKETS] as const).filter(
    (name) => name !== 'cookie-name' && given.has(name),
  );
  if (tickets.length > 0) throw new CommandError(`"--${tickets[0]}" is not for --engine, which has its own.`);
}

/** A name as somebody typed it: no more of it than a name is long, and nothing that a terminal would obey. */
function shown(name: string): string {
  return name.slice(0, 32).replace(/[^\w-]/g, '?');
}

const SHAPES = Object.fromEntries([
  ...TEXTS.map((name) => [name, { type: 'string' }] as const),
  ...SWITCHES.map((name) => [name, { type: 'boolean' }] as const),
]);

const NO_MORE =
  '"explain" takes options only. A cookie or a secret is as good as a password, and every user of this machine can read arguments: give it in a file, or on standard input.';
