import type { SqlDriver } from './driver.js';

/** What is used of the function that the package `postgres` makes. */
export interface PostgresSql {
  unsafe(sql: string, params: string[]): PostgresQuery;
}

export interface PostgresQuery extends PromiseLike<readonly object[]> {
  cancel(): unknown;
}

/**
 * PostgreSQL by the package `postgres`.
 *
 * @example
 * const driver = postgres(sqlOfThePackagePostgres);
 */
export function postgres(sql: PostgresSql): SqlDriver {
  return {
    dialect: 'postgresql',
    async query(text, params, signal) {
      const query = sql.unsafe(text, [...params]);
      const cancel = (): void => void query.cancel();
      signal.addEventListener('abort', cancel);
      try {
        return await query;
      } finally {
        signal.removeEventListener('abort', cancel);
      }
    },
  };
}
