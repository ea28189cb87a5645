import type { Row } from '../drivers/driver.js';
import { sqlError } from '../errors.js';

/**
 * The userid in a row, in the spelling that is stored; `undefined` where there is none.
 *
 * @param where the statement, as errors name it
 * @throws {WhoError} SQL_COLUMNS, SQL_VALUE
 */
export function useridIn(row: Row, where: string): string | undefined {
  const text = textOf(columnOf(row, 'userid', where), `"userid" of ${where}`);
  // Where it was cut off here, it would be somebody else's.
  if (text?.includes('\0')) throw unfit(`"userid" of ${where} has a zero byte, as BINARY columns are filled up with`);
  return text === '' ? undefined : text;
}

/**
 * The stored form of a password; `undefined` where there is none. Columns of bytes are filled up with zeros, those of
 * characters with blanks, which no form ends with.
 *
 * @throws {WhoError} SQL_COLUMNS, SQL_VALUE
 */
export function passwordIn(row: Row, where: string): string | undefined {
  const value = columnOf(row, 'password', where);
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return value;
  if (!(value instanceof Uint8Array)) throw unfit(`"password" of ${where} is neither text nor bytes`);
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1').replace(/\0+$/, '');
}

/**
 * A value as text, exactly; `undefined` for NULL.
 *
 * @throws {WhoError} SQL_VALUE
 */
export function textOf(value: unknown, what: string): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'bigint':
      return String(value);
    case 'number':
      if (Number.isSafeInteger(value)) return String(value);
      throw unfit(`${what} is a number that may have been rounded: CAST it to text`);
    case 'undefined':
      return undefined;
  }
  if (value === null) return undefined;
  if (!(value instanceof Uint8Array)) throw unfit(`${what} is neither text nor a whole number`);
  try {
    return utf8.decode(value);
  } catch {
    throw unfit(`${what} has bytes that are no UTF-8: select them as text, such as HEX(…)`);
  }
}

/**
 * A value as applications get it: whole numbers as numbers, whatever the driver makes of them.
 *
 * @throws {WhoError} SQL_VALUE for one that would be rounded, or has been
 */
export function plainOf(value: unknown, what: string): unknown {
  const isWhole = typeof value === 'bigint' || Number.isInteger(value);
  if (!isWhole) return value;
  if (Number.isSafeInteger(Number(value))) return Number(value);
  throw unfit(`${what} is a number that JavaScript rounds: CAST it to text`);
}

/** @throws {WhoError} SQL_COLUMNS */
export function columnOf(row: Row, name: string, where: string): unknown {
  if (Object.hasOwn(row, name)) return row[name];
  throw sqlError('SQL_COLUMNS', `${where} must give a column "${name}", in this spelling.`);
}

const unfit = (problem: string): Error => sqlError('SQL_VALUE', `${problem}.`);

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
