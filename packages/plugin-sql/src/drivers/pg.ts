import { type Row, type SqlDriver, withConnection } from './driver.js';

/** What is used of a `Pool` of the package `pg`. */
export interface PgPool {
  connect(): Promise<PgClient>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export interface PgClient {
  query(sql: string, params: string[]): Promise<{ readonly rows: unknown[] }>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
  release(destroy?: boolean): void;
}

/**
 * PostgreSQL by a `Pool` of the package `pg`. Connections that the server cuts while they are idle no longer end the
 * process.
 *
 * @example
 * const driver = pg(new Pool({ connectionString: process.env['DATABASE_URL'] }));
 */
export function pg(pool: PgPool): SqlDriver {
  if (!guarded.has(pool)) pool.on('error', nothing);
  guarded.add(pool);
  return {
    dialect: 'postgresql',
    query: (sql, params, signal) =>
      withConnection(
        async () => {
          const client = await pool.connect();
          client.on('error', nothing);
          return client;
        },
        async (client) => (await client.query(sql, [...params])).rows as Row[],
        (client) => {
          client.removeListener('error', nothing);
          client.release();
        },
        // What becomes of its connection is of no interest any more, but an error without a listener ends the process.
        (client) => client.release(true),
        signal,
      ),
  };
}

const guarded = new WeakSet<object>();

/** The pool has dropped the connection already, and a query that was under way fails by itself. */
const nothing = (): void => {};
