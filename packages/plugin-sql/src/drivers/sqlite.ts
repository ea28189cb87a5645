import type { Row, SqlDriver } from './driver.js';

/** What is used of a `Database` of the package `better-sqlite3`. */
export interface BetterSqlite3Database {
  prepare(sql: string): BetterSqlite3Statement;
}

export interface BetterSqlite3Statement {
  /** Whether it gives rows. */
  readonly reader: boolean;
  safeIntegers(toggle: boolean): unknown;
  all(...params: string[]): unknown[];
  run(...params: string[]): unknown;
}

/** What is used of a `DatabaseSync` of `node:sqlite`. */
export interface NodeSqliteDatabase {
  prepare(sql: string): NodeSqliteStatement;
}

export interface NodeSqliteStatement {
  setReadBigInts(enabled: boolean): void;
  all(...params: string[]): unknown[];
}

/**
 * SQLite by a `Database` of the package `better-sqlite3`.
 *
 * @example
 * import Database from 'better-sqlite3';
 *
 * const driver = betterSqlite3(new Database('users.db'));
 */
export function betterSqlite3(database: BetterSqlite3Database): SqlDriver {
  return sqlite((sql) => {
    const statement = database.prepare(sql);
    if (!statement.reader) {
      return (params) => {
        statement.run(...params);
        return [];
      };
    }
    statement.safeIntegers(true);
    return (params) => statement.all(...params);
  });
}

/**
 * SQLite by a `DatabaseSync` of `node:sqlite`, which Node has from version 22 on.
 *
 * @example
 * const driverOf = (database: NodeSqliteDatabase) => nodeSqlite(database);
 */
export function nodeSqlite(database: NodeSqliteDatabase): SqlDriver {
  return sqlite((sql) => {
    const statement = database.prepare(sql);
    statement.setReadBigInts(true);
    return (params) => statement.all(...params);
  });
}

/** Each statement is prepared once. Whole numbers come as bigints, because they would be rounded or refused. */
function sqlite(prepare: (sql: string) => (params: readonly string[]) => unknown[]): SqlDriver {
  const prepared = new Map<string, (params: readonly string[]) => unknown[]>();
  return {
    dialect: 'sqlite',
    isSync: true,
    query(sql, params) {
      let all = prepared.get(sql);
      if (!all) {
        all = prepare(sql);
        prepared.set(sql, all);
      }
      return all(params) as Row[];
    },
  };
}
