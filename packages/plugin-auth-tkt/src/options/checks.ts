import { badOption } from '@who/core';
import { type AuthTktWarningCode, PACKAGE } from '../errors.js';
import type { AuthTktOptions } from './options.js';

/** @throws {WhoError} BAD_OPTION */
export function check(option: keyof AuthTktOptions, passes: boolean, problem: string): void {
  if (!passes) throw badOption(PACKAGE, option, problem);
}

export function warn(code: AuthTktWarningCode, message: string): void {
  process.emitWarning(`[${PACKAGE}] ${message}`, { type: 'WhoWarning', code });
}

export const isText = (value: unknown): boolean => typeof value === 'string';
export const isListOf = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isItem);
export const isOptional = (value: unknown, type: string): boolean => value === undefined || typeof value === type;
export const isAtLeast = (value: unknown, least: number): boolean => Number.isFinite(value) && Number(value) >= least;
export const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;
