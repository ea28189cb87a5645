import { existsSync } from 'node:fs';
import { betterSqlite3, type NodeSqliteDatabase, nodeSqlite, type SqlDriver } from '@who/plugin-sql';
import { SettingsError } from '../settings.js';

/** An SQLite database that is open. */
export interface Sqlite {
  readonly driver: SqlDriver;
  /** Runs statements that give nothing. */
  exec(sql: string): void;
  close(): void;
}

/**
 * Opens a file that is there, or `:memory:`, by Node itself, or by better-sqlite3 where Node has no SQLite.
 *
 * @returns nothing where neither is there
 * @throws {SettingsError} where there is no such file: one that is misspelt is not made
 */
export async function openSqlite(file: string): Promise<Sqlite | undefined> {
  if (file !== ':memory:' && !existsSync(file)) throw new SettingsError(`DATABASE_URL names no file: ${file}`);
  const own = process.getBuiltinModule('node:sqlite') as NodeSqlite | undefined;
  if (own) {
    const database = new own.DatabaseSync(file);
    return { driver: nodeSqlite(database), exec: (sql) => database.exec(sql), close: () => database.close() };
  }
  try {
    const { default: Database } = await import('better-sqlite3');
    const database = new Database(file);
    return { driver: betterSqlite3(database), exec: (sql) => database.exec(sql), close: () => database.close() };
  } catch {
    return undefined;
  }
}

/** What is used of `node:sqlite`, which the types of Node 20 do not know. */
interface NodeSqlite {
  readonly DatabaseSync: new (file: string) => NodeSqliteDatabase & { exec(sql: string): void; close(): void };
}
