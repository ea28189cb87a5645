import { parseArgs } from 'node:util';
import { didYouMean, parseUrl } from '@who/core';
import { CommandError } from '../command-error.js';

/** What `check` and `convert` were called with. */
export interface ConfigCall {
  readonly command: 'check' | 'convert';
  /** `undefined` where help was asked for. */
  readonly file: string | undefined;
  readonly format: 'ini' | 'json' | 'yaml' | undefined;
  readonly to: 'typescript' | 'json' | 'yaml';
  /** A running application. */
  readonly against: string | undefined;
  /** A page of it that only somebody may see who is signed in. */
  readonly page: string | undefined;
  readonly publicUrl: string | undefined;
  readonly allowUnsafe: readonly string[];
  readonly json: boolean;
}

/** Whether these arguments are for `check` or `convert`. */
export function isConfigCall(argv: readonly string[]): boolean {
  const command = argv.find((word) => !word.startsWith('-'));
  return command === 'check' || command === 'convert';
}

/** @throws {CommandError} */
export function configCallOf(argv: readonly string[]): ConfigCall {
  const { values, positionals } = parsed(argv);
  const [command, file, ...others] = positionals;
  const call = {
    command: command === 'convert' ? ('convert' as const) : ('check' as const),
    file: values.help ? undefined : file,
    format: oneOf('format', values.format, ['ini', 'json', 'yaml']),
    to: oneOf('to', values.to, ['typescript', 'json', 'yaml']) ?? 'typescript',
    against: values.against,
    page: values.page,
    publicUrl: values['public-url'],
    allowUnsafe: values['allow-unsafe'] ?? [],
    json: values.json === true,
  };
  if (values.help) return call;
  if (file === undefined) throw new CommandError(`Which file? "who ${call.command} who.ini"`);
  if (others.length > 0) throw new CommandError('One file at a time.');
  const { against, page } = call;
  if (against !== undefined && !/^https?:$/.test(parseUrl(against)?.protocol ?? '')) {
    throw new CommandError('"--against" must be an http or https URL.');
  }
  if (page !== undefined && (against === undefined || !/^\/[\x21-\x7e]*$/.test(page))) {
    throw new CommandError('"--page" must be a path, such as /private, and goes with "--against".');
  }
  if (call.command === 'convert' && (against !== undefined || call.json)) {
    throw new CommandError('"--against" and "--json" are for "check".');
  }
  return call;
}

const OPTIONS = {
  format: { type: 'string' },
  to: { type: 'string' },
  against: { type: 'string' },
  page: { type: 'string' },
  'public-url': { type: 'string' },
  'allow-unsafe': { type: 'string', multiple: true },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const [, name] = /^Unknown option '(--?[\w-]{1,32})/.exec(error instanceof Error ? error.message : '') ?? [];
    if (name === undefined) throw new CommandError('An option lacks its value, or has one that it does not take.');
    throw new CommandError(`"${name}" is not known.${didYouMean(name.replace(/^-+/, ''), Object.keys(OPTIONS))}`);
  }
}

function oneOf<const T extends string>(name: string, given: string | undefined, choices: readonly T[]): T | undefined {
  const found = choices.find((choice) => choice === given);
  if (given === undefined || found !== undefined) return found;
  throw new CommandError(`"--${name}" must be ${choices.join(', ')}.`);
}
