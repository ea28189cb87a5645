import { didYouMean } from '@who/core';
import { badOption, DevCasServerError } from './errors.js';

/**
 * Refuses what is no object, and names that are not known: plain JavaScript has no compiler that would.
 *
 * @param what the object, as a message calls it
 * @throws {DevCasServerError} BAD_OPTION
 */
export function requireKnownNames(what: string, given: object, names: Readonly<Record<string, true>>): void {
  const known = Object.keys(names);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new DevCasServerError('BAD_OPTION', `The ${what} must be an object. Known: ${known.join(', ')}.`);
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(names, name)) throw badOption(name, `is not known.${didYouMean(name, known)}`);
  }
}
