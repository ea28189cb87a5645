import type { MaybePromise } from '@who/core';
import type { Dialect } from '../statements/dialect.js';

/** A row as a driver gives it, by the names of columns. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * Asks a database one question, and gives the rows of its answer.
 *
 * @param sql with the placeholders of the dialect: `$1` for PostgreSQL, `?` else
 * @param params texts
 * @param signal aborted when nobody waits for the answer any more: a connection that is busy with it is of no use
 */
export type Query = (sql: string, params: readonly string[], signal: AbortSignal) => MaybePromise<readonly object[]>;

/** A database as the plugin sees it. It belongs to the application, which opens and closes it. */
export interface SqlDriver {
  /** What the database takes for a string, a name and a comment, and which placeholders the driver wants. */
  readonly dialect: Dialect;
  readonly query: Query;
  /** Whether answers come at once, as those of a file do. Then nothing can be waited for, and nothing abandoned. @default false */
  readonly isSync?: boolean | undefined;
}

/** Does something with a connection of a pool that nobody else uses meanwhile, and gives it back. */
export async function withConnection<C, R>(
  connect: () => Promise<C>,
  work: (connection: C) => Promise<R>,
  giveBack: (connection: C) => unknown,
  destroy: (connection: C) => unknown,
  signal: AbortSignal,
): Promise<R> {
  const connection = await connect();
  // It came too late, and is as good as any for whoever comes next.
  if (signal.aborted) giveBack(connection);
  signal.throwIfAborted();
  const abandon = (): void => void destroy(connection);
  signal.addEventListener('abort', abandon);
  try {
    return await work(connection);
  } finally {
    signal.removeEventListener('abort', abandon);
    if (!signal.aborted) giveBack(connection);
  }
}
