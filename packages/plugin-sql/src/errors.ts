import { WhoError, type WhoErrorOptions } from '@who/core';

/** The codes of errors that this package raises. */
export type SqlErrorCode =
  | 'BAD_OPTION'
  /** The database cannot be reached or cannot serve, or is left alone for a moment (503). */
  | 'SQL_UNAVAILABLE'
  /** A database that answers others did not answer in time (503). */
  | 'SQL_TIMEOUT'
  /** Too many are waiting for their turn (503). */
  | 'SQL_BUSY'
  /** The database refuses a statement (500). */
  | 'SQL_FAILED'
  /** A statement gives other columns than it has to (500). */
  | 'SQL_COLUMNS'
  /** A statement gives more rows than it may (500). */
  | 'SQL_ROWS'
  /** A value is not exactly what stands in the database, or is of a kind that means nothing here (500). */
  | 'SQL_VALUE'
  | 'SQL_CLOSED';

/** How errors name this package. */
export const PLUGIN = '@who/plugin-sql';

/** An error of this package. */
export function sqlError(
  code: Exclude<SqlErrorCode, 'BAD_OPTION'>,
  message: string,
  options: Omit<WhoErrorOptions, 'code' | 'plugin'> = {},
): WhoError<SqlErrorCode> {
  return new WhoError(message, { ...options, code, plugin: PLUGIN });
}

/** One that passes by itself: the request fails with 503, and may be tried again. */
export function passing(code: 'SQL_UNAVAILABLE' | 'SQL_TIMEOUT' | 'SQL_BUSY', message: string): WhoError<SqlErrorCode> {
  return sqlError(code, message, { status: 503, headers: [['Retry-After', '1']] });
}

/** The same, without having asked: nothing has answered lately. */
export function withoutAsking<E extends Error>(error: E): E {
  unasked.add(error);
  return error;
}

/** Whether {@link withoutAsking} has marked it. */
export const wasNotAsked = (error: unknown): boolean => error instanceof WhoError && unasked.has(error);

const unasked = new WeakSet<Error>();
