import { badOption } from '@who/core';
import { type AuthPubtktWarningCode, PACKAGE } from '../errors.js';

/** Options with their defaults. */
export type Resolved<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> };

/** @throws {WhoError} BAD_OPTION */
export function check(passes: boolean, option: string, problem: string): asserts passes {
  if (!passes) throw badOption(PACKAGE, option, problem);
}

/** `false` unless it is given, or what is the default. */
export function checkFlag(option: string, value: boolean | undefined, byDefault = false): boolean {
  check(value === undefined || typeof value === 'boolean', option, 'must be true or false.');
  return value ?? byDefault;
}

/** A whole number, at least `least`. */
export function checkCount(option: string, value: number, least = 0): number {
  check(Number.isInteger(value) && value >= least, option, `must be a whole number, ${least} or more.`);
  return value;
}

export function checkFunction(option: string, value: unknown): void {
  check(value === undefined || typeof value === 'function', option, 'must be a function.');
}

/** A list of texts that are known. */
export function checkChoices<T extends string>(option: string, list: readonly T[], known: readonly T[]): void {
  check(Array.isArray(list) && list.every((one) => known.includes(one)), option, `must be of ${known.join(', ')}.`);
}

export function warn(code: AuthPubtktWarningCode, message: string): void {
  process.emitWarning(`[${PACKAGE}] ${message}`, { type: 'WhoWarning', code });
}
