import { type Row, type SqlDriver, withConnection } from './driver.js';

/** What is used of a pool of the package `mysql2/promise`. */
export interface Mysql2Pool {
  getConnection(): Promise<Mysql2Connection>;
}

export interface Mysql2Connection {
  execute(options: Mysql2Query): Promise<[unknown, ...unknown[]]>;
  release(): void;
  destroy(): void;
}

export interface Mysql2Query {
  sql: string;
  values: string[];
  rowsAsArray: boolean;
  supportBigNumbers: boolean;
  bigNumberStrings: boolean;
}

/**
 * MariaDB or MySQL by a pool of the package `mysql2/promise`. Whole numbers that JavaScript would round come as texts,
 * whatever the pool is set to.
 *
 * @example
 * import { createPool } from 'mysql2/promise';
 *
 * const driver = mysql2(createPool(process.env['DATABASE_URL'] ?? ''));
 */
export function mysql2(pool: Mysql2Pool): SqlDriver {
  return {
    dialect: 'mysql',
    query: (sql, params, call) =>
      withConnection(
        pool.getConnection(),
        async (connection) => {
          // Parameters of its own kind for the server: `query` would write them into the text, and `sql_mode` says how
          // that is read.
          const [rows] = await connection.execute({ ...options, sql, values: [...params] });
          return rowsIn(rows);
        },
        (connection) => connection.release(),
        (connection) => connection.destroy(),
        call,
      ),
  };
}

const options = { rowsAsArray: false, supportBigNumbers: true, bigNumberStrings: false } as const;

/** A statement that gives no rows has a result of its own. */
export function rowsIn(result: unknown): readonly Row[] {
  return Array.isArray(result) ? result : [];
}
