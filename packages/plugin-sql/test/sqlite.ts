import { createRequire } from 'node:module';
import { beforeEach } from 'vitest';
import { betterSqlite3, type NodeSqliteStatement, nodeSqlite, type SqlDriver } from '../src/index.js';

/** An empty database in memory. */
export interface TestDatabase {
  readonly driver: SqlDriver;
  exec(sql: string): void;
  run(sql: string, ...params: (string | Buffer | null)[]): void;
  /** The first column of the first row. */
  value(sql: string, ...params: string[]): unknown;
}

interface NodeSqlite {
  readonly DatabaseSync: new (
    file: string,
  ) => {
    exec(sql: string): void;
    prepare(sql: string): NodeSqliteStatement & { all(...params: unknown[]): unknown[] };
  };
}

/** It is compiled where no binary can be fetched; where that fails, all is installed but this. */
const better = await import('better-sqlite3').catch(() => undefined);

function withBetter(): TestDatabase {
  if (!better) throw new Error('There is no better-sqlite3 here.');
  const database = new better.default(':memory:');
  return {
    driver: betterSqlite3(database),
    exec: (sql) => void database.exec(sql),
    run: (sql, ...params) => void database.prepare(sql).run(...params),
    value: (sql, ...params) =>
      database
        .prepare(sql)
        .pluck()
        .get(...params),
  };
}

function withNode(): TestDatabase {
  const { DatabaseSync }: NodeSqlite = createRequire(import.meta.url)('node:sqlite');
  const database = new DatabaseSync(':memory:');
  return {
    driver: nodeSqlite(database),
    exec: (sql) => database.exec(sql),
    run: (sql, ...params) => void database.prepare(sql).all(...params),
    value: (sql, ...params) => Object.values(Object(database.prepare(sql).all(...params)[0]))[0],
  };
}

/** The package is built for the Node that has installed it, and Node has its own from version 22 on. */
const opened = { 'better-sqlite3': working(withBetter), 'node:sqlite': working(withNode) };

export const sqlites: readonly (readonly [name: string, open: (() => TestDatabase) | undefined])[] =
  Object.entries(opened);

/** The one that is there. */
export function openSqlite(): TestDatabase {
  return (opened['better-sqlite3'] ?? withNode)();
}

beforeEach(({ skip }) => {
  if (!opened['better-sqlite3'] && !opened['node:sqlite']) skip('needs better-sqlite3, or Node 22');
});

function working(open: () => TestDatabase): (() => TestDatabase) | undefined {
  try {
    open();
    return open;
  } catch {
    return undefined;
  }
}
