import type { Call, Row, SqlDriver } from './driver.js';

/** What is used of a `Pool` of the package `pg`: its callbacks, because its promises take longer than a good question. */
export interface PgPool {
  connect(taken: (error: Error | undefined, client: PgClient | undefined) => void): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export interface PgClient {
  query(sql: string, params: string[], answered: (error: Error | null, result: { rows: unknown[] }) => void): void;
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
      new Promise((resolve, reject) => {
        pool.connect((error, client) => {
          if (!client) reject(error);
          else ask(client, sql, params as string[], call, resolve, reject);
        });
      }),
  };
}

/** Asks by a connection that nobody else uses meanwhile, and gives it back; one that is abandoned is destroyed. */
function ask(
  client: PgClient,
  sql: string,
  params: string[],
  call: Call,
  resolve: (rows: Row[]) => void,
  reject: (error: unknown) => void,
): void {
  const end = (): void => {
    call.onAbandoned = undefined;
    if (!call.isAbandoned) client.release();
  };
  // One that comes too late is as good as any for whoever comes next.
  if (call.isAbandoned) {
    client.release();
    reject(call.signal.reason);
    return;
  }
  // One without a listener ends the process; the query fails by itself.
  guard(client);
  call.onAbandoned = () => client.release(true);
  try {
    client.query(sql, params, (error, result) => {
      end();
      if (error) reject(error);
      else resolve(result.rows as Row[]);
    });
  } catch (error) {
    end();
    reject(error);
  }
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
