import { CommandError, REFUSED } from './command-error.js';

/** A cookie's value, taken out of what was given. */
export interface GivenCookie {
  /** As bytes, one character for each (latin1). */
  readonly value: string;
  /** How many cookies of the name have a value. Of several, the first is looked at. */
  readonly count: number;
}

/**
 * Takes a bare value, `name=value`, and whole lines of `Cookie` and `Set-Cookie`, as tools show them.
 *
 * @throws {CommandError} when there is none of the name
 */
export function givenCookie(text: string, name: string): GivenCookie {
  const [line = ''] = text.split(/[\r\n]/, 1);
  const bare = line.replace(/^(?:set-)?cookie:/i, '').trim();
  const isHeader = bare.length < line.length;
  if (!isHeader && !bare.startsWith(`${name}=`) && !bare.includes(`; ${name}=`)) return { value: bare, count: 1 };
  const values = bare
    .split(';')
    .map((pair) => pair.trim())
    .flatMap((pair) => (pair.startsWith(`${name}=`) ? [pair.slice(name.length + 1).trim()] : []))
    .filter((value) => value !== '');
  const [value] = values;
  if (value === undefined) throw new CommandError(`There is no cookie "${name}" in it, or an empty one.`, REFUSED);
  return { value, count: values.length };
}
