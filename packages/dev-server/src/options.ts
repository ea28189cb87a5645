import { didYouMean, parseUrl } from '@who/core';
import type { Fail } from './errors.js';

/** The addresses that a development server may listen at. */
export const loopbackHosts: readonly string[] = ['127.0.0.1', '::1', 'localhost'];

/** Whether an address is an absolute http or https URL. */
export function isHttpUrl(address: string): boolean {
  return /^https?:$/.test(parseUrl(address)?.protocol ?? '');
}

/** Whether it is one of this machine. */
export function isLoopbackUrl(address: string): boolean {
  return isHttpUrl(address) && LOOPBACK.test(new URL(address).hostname);
}

const LOOPBACK = /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Refuses what is no object, and names that are not known: plain JavaScript has no compiler that would.
 *
 * @param what the object, as a message calls it
 * @throws what `fail` makes of BAD_OPTION
 */
export function requireKnownNames(
  what: string,
  given: object,
  names: Readonly<Record<string, true>>,
  fail: Fail,
): void {
  const known = Object.keys(names);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw fail('BAD_OPTION', `The ${what} must be an object. Known: ${known.join(', ')}.`);
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(names, name)) {
      throw fail('BAD_OPTION', `Option "${name}" is not known.${didYouMean(name, known)}`);
    }
  }
}

/** @throws what `fail` makes of BAD_OPTION */
export function requirePlace(port: number, host: string, fail: Fail): void {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw fail('BAD_OPTION', 'Option "port" must be a whole number from 0 to 65535.');
  }
  if (!loopbackHosts.includes(host)) {
    const problem = `must be one of ${loopbackHosts.join(', ')}. This server is for development only.`;
    throw fail('BAD_OPTION', `Option "host" ${problem}`);
  }
}
