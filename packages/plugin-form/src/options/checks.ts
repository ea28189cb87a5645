import { badOption } from '@who/core';
import { PACKAGE } from '../errors.js';

// What an option has to be like, for resolveOptions(). Every function throws BAD_OPTION.

export function check(good: boolean, option: string, problem: string): asserts good {
  if (!good) throw badOption(PACKAGE, option, problem);
}

/** An absolute path as browsers send it; `null` and `undefined` for none. */
export function checkPath(option: string, path: string | null | undefined): string | undefined {
  if (path === null || path === undefined) return undefined;
  const isPlain =
    typeof path === 'string' && /^\/(?!\/)/.test(path) && new URL(path, 'http://localhost').pathname === path;
  check(isPlain, option, 'must be an absolute path as browsers send it, without a query.');
  return path;
}

export function checkSeconds(option: string, seconds: number | undefined): number | undefined {
  check(
    seconds === undefined || (Number.isSafeInteger(seconds) && seconds > 0),
    option,
    'must be a positive whole number of seconds.',
  );
  return seconds;
}

export function checkText(option: string, text: string | undefined): string | undefined {
  check(text === undefined || (typeof text === 'string' && text.trim() !== ''), option, 'must be a text.');
  return text;
}
