import type { Row } from '../drivers/driver.js';
import { sqlError } from '../errors.js';
import { textOf } from '../rows/values.js';

/** A query about a user, and what becomes of its rows. */
export interface MetadataQuery<T> {
  /** With the parameter `:userid`, and a column `userid` in which the user stands. */
  readonly sql: string;
  /** Makes an entry of the user's rows, without their `userid`. */
  read(rows: readonly Row[], where: string): T;
}

/** The queries of a plugin, by the names of the entries that they make. A text alone is a list of texts. */
export type MetadataQueries = Readonly<Record<string, string | MetadataQuery<unknown>>>;

/** What such queries add to an identity. */
export type SqlMetadata<Queries extends MetadataQueries> = {
  readonly [Name in keyof Queries]: Queries[Name] extends MetadataQuery<infer T> ? T : readonly string[];
};

/**
 * A list of the values of a column, without NULLs. What they are is for the database to say: nothing looks at it here.
 *
 * @example
 * const limits = values<number>('SELECT userid, amount FROM limits WHERE userid = :userid ORDER BY amount');
 */
export function values<T = unknown>(sql: string): MetadataQuery<readonly T[]> {
  return { sql, read: (rows, where) => columnIn(rows, where) as T[] };
}

/**
 * The columns of the user's only row; `undefined` where there is none. What they are is for the database to say: nothing
 * looks at it here.
 *
 * @example
 * const person = record<{ mail: string }>('SELECT userid, mail FROM users WHERE userid = :userid');
 */
export function record<R extends object = Row>(sql: string): MetadataQuery<Readonly<R> | undefined> {
  return {
    sql,
    read([row, another], where) {
      if (another) throw sqlError('SQL_ROWS', `${where} gives more than one row; "records" takes them all.`);
      return row as R | undefined;
    },
  };
}

/**
 * A list of all rows. What they hold is for the database to say: nothing looks at it here.
 *
 * @example
 * const teams = records<{ id: number; name: string }>(
 *   'SELECT m.userid, t.id, t.name FROM teams t JOIN members m ON m.team = t.id WHERE m.userid = :userid',
 * );
 */
export function records<R extends object = Row>(sql: string): MetadataQuery<readonly Readonly<R>[]> {
  return { sql, read: (rows) => rows as R[] };
}

/** What a text alone is: a list of the texts of a column. */
export function texts(sql: string): MetadataQuery<readonly string[]> {
  return {
    sql,
    read: (rows, where) => columnIn(rows, where).map((value) => textOf(value, `A value of ${where}`) ?? ''),
  };
}

/** @throws {WhoError} SQL_COLUMNS */
function columnIn(rows: readonly Row[], where: string): unknown[] {
  return rows.flatMap((row) => {
    const [value, ...others] = Object.values(row);
    if (value === undefined || others.length > 0) {
      throw sqlError('SQL_COLUMNS', `${where} must give one column beside "userid"; "records" takes several.`);
    }
    return value === null ? [] : [value];
  });
}
