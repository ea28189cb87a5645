import { trimmed } from '@who/sso';
import { badResponse } from '../errors.js';
import type { CasAttributes } from './outcome.js';

/** Collects what CAS releases about a user. */
export interface AttributeCollector {
  /**
   * Adds a value; nothing where either is missing.
   *
   * @param style where and how it was written: what comes in two styles is the same thing said twice
   */
  add(name: string | undefined, value: string | undefined, style?: string): void;
  /** Notes what is not taken. */
  leaveOut(name: string): void;
  collected(): CollectedAttributes;
}

export interface CollectedAttributes {
  readonly attributes: CasAttributes;
  /** Names of what was not taken, each once. */
  readonly leftOut?: readonly string[] | undefined;
}

export function collectAttributes(): AttributeCollector {
  const found = new Map<string, Map<string, string[]>>();
  const leftOut = new Set<string>();
  return {
    add(name, value, style = '') {
      if (!name || value === undefined) return;
      const styles = found.get(name) ?? new Map<string, string[]>();
      found.set(name, styles);
      const values = styles.get(style);
      if (values) values.push(value);
      else styles.set(style, [value]);
    },
    leaveOut(name) {
      leftOut.add(name);
    },
    collected() {
      const attributes: Record<string, readonly string[]> = Object.create(null);
      for (const [name, styles] of found) attributes[name] = merged([...styles.values()]);
      return { attributes, leftOut: leftOut.size > 0 ? [...leftOut] : undefined };
    },
  };
}

/** The values of the first style, and of each other one those that are new. */
function merged(styles: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = styles;
  if (others.length === 0) return first;
  const all = new Set(first);
  const values = [...first];
  for (const style of others) {
    const added = style.filter((value) => !all.has(value));
    values.push(...added);
    for (const value of added) all.add(value);
  }
  return values;
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
  const upper = trimmed(code ?? '').toUpperCase();
  return /^[A-Z0-9_.-]{1,64}$/.test(upper) ? upper : 'UNKNOWN';
}
