import { badOption, WhoError } from '../contract/errors.js';
import { nearest } from './nearest.js';

/** Every name that a type of options knows. The compiler holds a list of this type complete. */
export type OptionNames<O> = { readonly [N in keyof Required<O>]: true };

/**
 * Refuses what a factory does not know, by name: plain JavaScript has no compiler that would. To be called before
 * anything is read from the options.
 *
 * @param plugin the package, e.g. `@who/plugin-basic-auth`
 * @throws {WhoError} BAD_OPTION
 * @example
 * checkOptions('@who/plugin-hello', { greeting: 'Hello' }, { greeting: true });
 */
export function checkOptions(plugin: string, options: unknown, names: Readonly<Record<string, true>>): void {
  const known = Object.keys(names);
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    const problem = options === undefined ? 'The options are missing' : 'The options must be an object';
    throw new WhoError(`${problem}. Known: ${known.join(', ')}.`, { code: 'BAD_OPTION', plugin });
  }
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(names, name)) continue;
    throw badOption(plugin, name, `is not known.${didYouMean(name, known)}`);
  }
}

/** A hint to append to a refusal: what was probably meant, else all that there is. */
export function didYouMean(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  if (meant !== undefined) return ` Did you mean ${JSON.stringify(meant)}?`;
  return known.length === 0 ? '' : ` Known: ${known.join(', ')}.`;
}
