import { badOption } from '@who/core';
import { PACKAGE } from '../errors.js';

/** Options with their defaults. */
export type Resolved<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> };

/** @throws {WhoError} BAD_OPTION */
export function check(good: boolean, option: string, problem: string): asserts good {
  if (!good) throw badOption(PACKAGE, option, problem);
}

/** An absolute path as browsers send it. */
export function checkPath(option: string, path: string): string {
  const plain =
    typeof path === 'string' && /^\/(?!\/)/.test(path) && new URL(path, 'http://localhost').pathname === path;
  check(plain, option, 'must be an absolute path as browsers send it, without a query.');
  return path;
}

/** `false` unless it is given. */
export function checkFlag(option: string, value: boolean | undefined): boolean {
  check(value === undefined || typeof value === 'boolean', option, 'must be true or false.');
  return value ?? false;
}

/** A whole number, at least `least`, that timers take. */
export function checkCount(option: string, value: number, least = 1): number {
  const problem = least === 1 ? 'must be a positive whole number.' : `must be a whole number, at least ${least}.`;
  check(Number.isInteger(value) && value >= least && value <= MAX_COUNT, option, problem);
  return value;
}

/** One of a few texts. */
export function checkChoice<T extends string>(option: string, value: T, choices: readonly T[]): T {
  const known = choices.map((choice) => `'${choice}'`);
  check(choices.includes(value), option, `must be ${known.slice(0, -1).join(', ')} or ${known.at(-1)}.`);
  return value;
}

/** A list of texts, and at least one; or nothing. */
export function checkList(option: string, list: readonly string[] | undefined): void {
  const good = Array.isArray(list) && list.length > 0 && list.every((text) => typeof text === 'string' && text !== '');
  check(list === undefined || good, option, 'must be a list of one or more texts.');
}

/** Timers take no more. */
const MAX_COUNT = 2 ** 31 - 1;
