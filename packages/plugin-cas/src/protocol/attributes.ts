import { badResponse } from '../errors.js';
import type { CasAttributes } from './outcome.js';

/** Collects what CAS releases about a user. */
export interface AttributeCollector {
  readonly attributes: CasAttributes;
  /** Adds a value; nothing where either is missing. */
  add(name: string | undefined, value: string | undefined): void;
}

export function collectAttributes(): AttributeCollector {
  const attributes: Record<string, string[]> = Object.create(null);
  return {
    attributes,
    add(name, value) {
      if (!name || value === undefined) return;
      attributes[name] ??= [];
      attributes[name].push(value);
    },
  };
}

/**
 * Refuses what cannot be a user: nothing at all, or control characters, which break cookies, headers and logs.
 *
 * @throws {WhoError} CAS_BAD_RESPONSE
 */
export function checkUser(user: string | undefined): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (!user || /[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(user)) throw badResponse('it does not name exactly one user');
  return user;
}

/** The code of a failure as programs compare it: upper case, nothing that could be markup. */
export function failureCode(code: string | undefined): string {
  const upper = code?.trim().toUpperCase() ?? '';
  return /^[A-Z0-9_.-]{1,64}$/.test(upper) ? upper : 'UNKNOWN';
}
