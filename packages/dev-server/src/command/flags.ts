import { type ParseArgsConfig, parseArgs } from 'node:util';
import { didYouMean } from '@who/core';

/** The command was called wrongly. */
export class UsageError extends Error {}

type Flags = NonNullable<ParseArgsConfig['options']>;

/** What flags say, by their names. */
export type FlagValues<F extends Flags> = ReturnType<typeof parseArgs<{ options: F }>>['values'];

/** @throws {UsageError} */
export function parseFlags<const F extends Flags>(argv: readonly string[], flags: F): FlagValues<F> {
  try {
    return parseArgs({ args: [...argv], options: flags }).values;
  } catch (error) {
    if (!isParseError(error)) throw error;
    const [, unknown] = /^Unknown option '(--[^']+)'/.exec(error.message) ?? [];
    if (unknown === undefined) throw new UsageError(error.message);
    const known = Object.keys(flags).map((name) => `--${name}`);
    throw new UsageError(`Unknown option '${unknown}'.${didYouMean(unknown, known)}`);
  }
}

function isParseError(error: unknown): error is TypeError {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** A number in digits; NaN for anything else, which a server refuses and names the option. */
export function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
