import type { Database } from 'better-sqlite3';

/** A database in memory; `undefined` where better-sqlite3 could not be compiled. */
export async function openSqlite(): Promise<Database | undefined> {
  try {
    const { default: Sqlite } = await import('better-sqlite3');
    return new Sqlite(':memory:');
  } catch {
    return undefined;
  }
}
