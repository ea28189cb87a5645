import { badOption, didYouMean } from '@who/core';

/** Options with their defaults. */
export type Resolved<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> };

/** What options have to be like. Everything throws `BAD_OPTION`, in the name of one package. */
export interface SsoChecks {
  check(good: boolean, option: string, problem: string): void;
  /** An absolute path as browsers send it. */
  checkPath(option: string, path: string): string;
  /** `false` unless it is given. */
  checkFlag(option: string, value: boolean | undefined): boolean;
  /** A whole number that timers take. @param least @default 1 */
  checkCount(option: string, value: number, least?: number): number;
  /** One of a few texts. */
  checkChoice<T extends string>(option: string, value: T, choices: readonly T[]): T;
  /** A list of texts, and at least one; or nothing. */
  checkList(option: string, list: readonly string[] | undefined): void;
  /** Refuses what is no object, or has other names than these: what `checkOptions` does for a part of the options. */
  checkPart(option: string, part: unknown, names: Readonly<Record<string, true>>): void;
}

/**
 * @param plugin the package
 * @example
 * const { checkCount } = ssoChecks('@who/plugin-hello');
 * const timeoutMs = checkCount('timeoutMs', 5000);
 */
export function ssoChecks(plugin: string): SsoChecks {
  function check(good: boolean, option: string, problem: string): void {
    if (!good) throw badOption(plugin, option, problem);
  }

  return {
    check,
    checkPath(option, path) {
      const plain =
        typeof path === 'string' && /^\/(?!\/)/.test(path) && new URL(path, 'http://localhost').pathname === path;
      check(plain, option, 'must be an absolute path as browsers send it, without a query.');
      return path;
    },
    checkFlag(option, value) {
      check(value === undefined || typeof value === 'boolean', option, 'must be true or false.');
      return value ?? false;
    },
    checkCount(option, value, least = 1) {
      const problem = least === 1 ? 'must be a positive whole number.' : `must be a whole number, at least ${least}.`;
      check(Number.isInteger(value) && value >= least && value <= MAX_COUNT, option, problem);
      return value;
    },
    checkChoice(option, value, choices) {
      const known = choices.map((choice) => `'${choice}'`);
      check(choices.includes(value), option, `must be ${known.slice(0, -1).join(', ')} or ${known.at(-1)}.`);
      return value;
    },
    checkList(option, list) {
      const good =
        Array.isArray(list) && list.length > 0 && list.every((text) => typeof text === 'string' && text !== '');
      check(list === undefined || good, option, 'must be a list of one or more texts.');
    },
    checkPart(option, part, names) {
      check(typeof part === 'object' && part !== null && !Array.isArray(part), option, 'must be an object.');
      for (const name of Object.keys(Object(part))) {
        check(Object.hasOwn(names, name), `${option}.${name}`, `is not known.${didYouMean(name, Object.keys(names))}`);
      }
    },
  };
}

/** Timers take no more. */
const MAX_COUNT = 2 ** 31 - 1;
