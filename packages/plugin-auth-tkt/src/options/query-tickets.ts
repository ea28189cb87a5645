import { badOption, checkOptions, parseUrl } from '@who/core';
import { PACKAGE } from '../errors.js';
import { isAtLeast, isListOf } from './checks.js';
import type { AuthTktOptions } from './options.js';

export interface ResolvedQueryTickets {
  /** Origins. */
  readonly from: readonly string[];
  readonly maxAgeSeconds: number;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveQueryTickets({ queryTickets }: AuthTktOptions): ResolvedQueryTickets | undefined {
  if (queryTickets === undefined) return undefined;
  checkOptions(PACKAGE, queryTickets, { from: true, maxAgeSeconds: true });
  const { from, maxAgeSeconds = 60 } = queryTickets;
  if (!isListOf(from, isOrigin) || from.length === 0) {
    throw badOption(PACKAGE, 'queryTickets', 'must have "from" with origins such as "https://login.example.org".');
  }
  if (!isAtLeast(maxAgeSeconds, 1)) throw badOption(PACKAGE, 'queryTickets', 'must have 1 or more "maxAgeSeconds".');
  return { from, maxAgeSeconds };
}

function isOrigin(value: unknown): boolean {
  return parseUrl(value)?.origin === value && /^https?:/.test(value as string);
}
