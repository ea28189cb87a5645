import { type Row, type SqlDriver, withConnection } from './driver.js';

/** What is used of a `Pool` of the package `pg`. */
export interface PgPool {
  connect(): Promise<PgClient>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export interface PgClient {
  query(sql: string, params: string[]): Promise<{ readonly rows: unknown[] }>;
  on(event: 'error', listener: (error: Error) => void): unknown;
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
  guard(pool);
  return {
    dialect: 'postgresql',
    query: (sql, params, call) =>
      withConnection(
        pool.connect(),
        async (client) => {
          // One without a listener ends the process; the query fails by itself.
          guard(client);
          return (await client.query(sql, params as string[])).rows as Row[];
        },
        (client) => client.release(),
        (client) => client.release(true),
        call,
      ),
  };
}

const guarded = new WeakSet<object>();

/** Listens once, because listeners cost time and add up. */
function guard(emitter: Pick<PgPool, 'on'>): void {
  if (guarded.has(emitter)) return;
  emitter.on('error', nothing);
  guarded.add(emitter);
}

/** The pool has dropped the connection already. */
const nothing = (): void => {};
