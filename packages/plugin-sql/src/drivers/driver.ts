import type { MaybePromise } from '@who/core';
import type { Dialect } from '../statements/dialect.js';

/** A row as a driver gives it, by the names of columns. */
export type Row = Readonly<Record<string, unknown>>;

/** One question, as long as somebody waits for the answer. */
export interface Call {
  /** Aborted when nobody waits any more: a connection that is busy with it is of no use. */
  readonly signal: AbortSignal;
  /** The same without what an `AbortSignal` costs: whether it is so, and what is to be done then. */
  readonly isAbandoned: boolean;
  onAbandoned: (() => unknown) | undefined;
}

/**
 * Asks a database one question, and gives the rows of its answer.
 *
 * @param sql with the placeholders of the dialect: `$1` for PostgreSQL, `?` else
 * @param params texts
 */
export type Query = (sql: string, params: readonly string[], call: Call) => MaybePromise<readonly object[]>;

/** A database as the plugin sees it. It belongs to the application, which opens and closes it. */
export interface SqlDriver {
  /** What the database takes for a string, a name and a comment, and which placeholders the driver wants. */
  readonly dialect: Dialect;
  readonly query: Query;
  /** Whether answers come at once, as those of a file do. Then nothing can be waited for, and nothing abandoned. @default false */
  readonly isSync?: boolean | undefined;
}

/**
 * Does something with a connection of a pool that nobody else uses meanwhile, and gives it back; one that is abandoned
 * is destroyed.
 */
export async function withConnection<C, R>(
  connecting: Promise<C>,
  work: (connection: C) => Promise<R>,
  giveBack: (connection: C) => unknown,
  destroy: (connection: C) => unknown,
  call: Call,
): Promise<R> {
  const connection = await connecting;
  // One that comes too late is as good as any for whoever comes next.
  if (call.isAbandoned) {
    giveBack(connection);
    throw call.signal.reason;
  }
  call.onAbandoned = () => destroy(connection);
  try {
    return await work(connection);
  } finally {
    call.onAbandoned = undefined;
    if (!call.isAbandoned) giveBack(connection);
  }
}
