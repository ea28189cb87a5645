import type { Exchange } from '@who/core';
import type { PasswordsOptions } from '@who/passwords';
import type { Query, SqlDriver } from './drivers/driver.js';
import type { MetadataQueries } from './metadata/queries.js';
import type { Refusal } from './sign-in/sign-in.js';

/** How the plugin is set up. */
export interface SqlOptions<Queries extends MetadataQueries = MetadataQueries> {
  /**
   * The database: `pg(pool)`, `postgres(sql)`, `mysql2(pool)`, `mariadb(pool)`, `betterSqlite3(database)`,
   * `nodeSqlite(database)`, or a function that takes a statement with `?` in the place of parameters, and a list of these.
   */
  readonly driver: SqlDriver | Query;
  /**
   * Finds who signs in: `SELECT userid, password FROM users WHERE login = :login`. Its columns are `userid`, `password`,
   * and perhaps `changed`. Only somebody who is found in exactly one row can sign in, as the `userid` in it: here
   * disabled users are left out. @default none: nobody signs in
   */
  readonly user?: string | undefined;
  /**
   * Stores a new form of a password that has just been right and whose form is outdated: `UPDATE users SET password =
   * :password WHERE userid = :userid AND password = :outdated`. Nobody waits for it. @default none: forms stay as they are
   */
  readonly upgrade?: string | undefined;
  /**
   * What becomes metadata, by name: queries with the parameter `:userid`, and a column `userid` in which the user stands
   * again. A text alone is a list of the texts in its other column; `values`, `record` and `records` have other shapes.
   * @default none
   */
  readonly metadata?: Queries | undefined;
  /**
   * Finds somebody who has signed in before, for `isUserAllowed` and `isRevoked`: `SELECT userid, changed FROM users WHERE
   * userid = :userid AND NOT disabled`. When `changed` (the time, a number, any text) is another than at the sign-in,
   * `isRevoked` says so; `user` has to give it, too. @default none: nobody may ask
   */
  readonly session?: string | undefined;
  /**
   * Which forms of stored passwords count, what checking one may cost, and how new ones are made: the options of
   * `@who/passwords`. Its `decoy` is by default of the kind that most users have of those who have signed in lately.
   * @default those of `@who/passwords`
   */
  readonly passwords?: PasswordsOptions | undefined;
  /**
   * For how long it counts what `session` has said about a user, in seconds. So long a user who has been disabled is still
   * signed in. 0: the database is asked each time. @default 60
   */
  readonly recheckSeconds?: number | undefined;
  /**
   * How long the database may take for one question, with waiting for a connection, in milliseconds. Then the request
   * fails, and the connection is closed where the driver can. Not with SQLite, which answers at once. @default 5000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * How many questions are under way at the same time: no more than connections in the pool, and fewer where the
   * application needs some of them meanwhile. @default 10
   */
  readonly maxConcurrent?: number | undefined;
  /** How many more may wait; beyond that requests fail with 503. @default 1000 */
  readonly maxQueued?: number | undefined;
  /** Is told of each sign-in that is refused, and why. @default nobody is told */
  readonly onRefused?: ((exchange: Exchange, refusal: Refusal) => void) | undefined;
}
