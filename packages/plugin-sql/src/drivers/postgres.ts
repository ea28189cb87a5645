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
 * import connect from 'postgres';
 *
 * const driver = postgres(connect(process.env['DATABASE_URL'] ?? ''));
 */
export function postgres(sql: PostgresSql): SqlDriver {
  return {
    dialect: 'postgresql',
    async query(text, params, call) {
      const query = sql.unsafe(text, [...params]);
      // It does so by a connection of its own, which fails where the database is away.
      call.onAbandoned = () => Promise.resolve(query.cancel()).catch(() => {});
      return query;
    },
  };
}
