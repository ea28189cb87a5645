import { type SqlDriver, withConnection } from './driver.js';
import { rowsIn } from './mysql2.js';

/** What is used of a pool of the package `mariadb`. */
export interface MariadbPool {
  getConnection(): Promise<MariadbConnection>;
}

export interface MariadbConnection {
  execute(options: MariadbQuery, params: string[]): Promise<unknown>;
  release(): Promise<void>;
  destroy(): void;
}

export interface MariadbQuery {
  sql: string;
  namedPlaceholders: boolean;
  rowsAsArray: boolean;
  metaAsArray: boolean;
  nestTables: boolean;
  bigIntAsNumber: boolean;
}

/**
 * MariaDB or MySQL by a pool of the package `mariadb`.
 *
 * @example
 * import { createPool } from 'mariadb';
 *
 * const driver = mariadb(createPool(process.env['DATABASE_URL'] ?? ''));
 */
export function mariadb(pool: MariadbPool): SqlDriver {
  return {
    dialect: 'mysql',
    query: (sql, params, call) =>
      withConnection(
        pool.getConnection(),
        async (connection) => rowsIn(await connection.execute({ ...options, sql }, [...params])),
        (connection) => {
          connection.release().catch(() => {});
        },
        (connection) => connection.destroy(),
        call,
      ),
  };
}

const options = {
  namedPlaceholders: false,
  rowsAsArray: false,
  metaAsArray: false,
  nestTables: false,
  bigIntAsNumber: false,
} as const;
