// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Authenticator } from '@who/core';
import type { Exchange } from '@who/core';
import type { MaybePromise } from '@who/core';
import type { MetadataProvider } from '@who/core';
import type { PasswordsOptions } from '@who/passwords';
import type { Session } from '@who/secrets';
import type { Unusable } from '@who/passwords';

interface BetterSqlite3Database {
  prepare(sql: string): BetterSqlite3Statement;
}

interface BetterSqlite3Statement {
  readonly reader: boolean;
  safeIntegers(toggle: boolean): unknown;
  all(...params: string[]): unknown[];
  run(...params: string[]): unknown;
}

interface Call {
  readonly signal: AbortSignal;
  readonly isAbandoned: boolean;
  onAbandoned: (() => unknown) | undefined;
}

type Dialect = 'postgresql' | 'mysql' | 'sqlite';

interface MariadbConnection {
  execute(options: MariadbQuery, params: string[]): Promise<unknown>;
  release(): Promise<void>;
  destroy(): void;
}

interface MariadbPool {
  getConnection(): Promise<MariadbConnection>;
}

interface MariadbQuery {
  sql: string;
  namedPlaceholders: boolean;
  rowsAsArray: boolean;
  metaAsArray: boolean;
  nestTables: boolean;
  bigIntAsNumber: boolean;
}

type MetadataQueries = Readonly<Record<string, string | MetadataQuery<unknown>>>;

interface MetadataQuery<T> {
  readonly sql: string;
  read(rows: readonly Row[], where: string): T;
}

interface Mysql2Connection {
  execute(options: Mysql2Query): Promise<[
    unknown,
    ...unknown[]
  ]>;
  release(): void;
  destroy(): void;
}

interface Mysql2Pool {
  getConnection(): Promise<Mysql2Connection>;
}

interface Mysql2Query {
  sql: string;
  values: string[];
  rowsAsArray: boolean;
  supportBigNumbers: boolean;
  bigNumberStrings: boolean;
}

interface NodeSqliteDatabase {
  prepare(sql: string): NodeSqliteStatement;
}

interface NodeSqliteStatement {
  setReadBigInts(enabled: boolean): void;
  all(...params: string[]): unknown[];
}

interface PgClient {
  query(sql: string, params: string[], answered: (error: Error | null, result: {
    rows: unknown[];
  }) => void): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  release(destroy?: boolean): void;
}

interface PgPool {
  connect(taken: (error: Error | undefined, client: PgClient | undefined) => void): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

interface PostgresQuery extends PromiseLike<readonly object[]> {
  cancel(): unknown;
}

interface PostgresSql {
  unsafe(sql: string, params: string[]): PostgresQuery;
}

type Query = (sql: string, params: readonly string[], call: Call) => MaybePromise<readonly object[]>;

interface Refusal {
  readonly code: RefusalCode;
  readonly login: string;
}

type RefusalCode = 'UNKNOWN_USER' | 'AMBIGUOUS_USER' | 'NO_USERID' | 'NO_PASSWORD' | 'WRONG_PASSWORD' | Unusable['code'];

type Row = Readonly<Record<string, unknown>>;

interface Sql<Queries extends MetadataQueries = MetadataQueries> extends Authenticator, MetadataProvider<SqlMetadata<Queries>> {
  isUserAllowed(userid: string): Promise<boolean>;
  isRevoked(session: Session): Promise<boolean>;
  close(): void;
}

interface SqlDriver {
  readonly dialect: Dialect;
  readonly query: Query;
  readonly isSync?: boolean | undefined;
}

type SqlErrorCode = 'BAD_OPTION' | 'SQL_UNAVAILABLE' | 'SQL_TIMEOUT' | 'SQL_BUSY' | 'SQL_FAILED' | 'SQL_COLUMNS' | 'SQL_ROWS' | 'SQL_VALUE' | 'SQL_CLOSED';

type SqlMetadata<Queries extends MetadataQueries> = {
  readonly [Name in keyof Queries]: Queries[Name] extends MetadataQuery<infer T> ? T : readonly string[];
};

interface SqlOptions<Queries extends MetadataQueries = MetadataQueries> {
  readonly driver: SqlDriver | Query;
  readonly user?: string | undefined;
  readonly upgrade?: string | undefined;
  readonly metadata?: Queries | undefined;
  readonly session?: string | undefined;
  readonly passwords?: PasswordsOptions | undefined;
  readonly recheckSeconds?: number | undefined;
  readonly timeoutMs?: number | undefined;
  readonly maxConcurrent?: number | undefined;
  readonly maxQueued?: number | undefined;
  readonly onRefused?: ((exchange: Exchange, refusal: Refusal) => void) | undefined;
}

declare function betterSqlite3(database: BetterSqlite3Database): SqlDriver;

declare function mariadb(pool: MariadbPool): SqlDriver;

declare function mysql2(pool: Mysql2Pool): SqlDriver;

declare function nodeSqlite(database: NodeSqliteDatabase): SqlDriver;

declare function pg(pool: PgPool): SqlDriver;

declare function postgres(sql: PostgresSql): SqlDriver;

declare function record<R extends object = Row>(sql: string): MetadataQuery<Readonly<R> | undefined>;

declare function records<R extends object = Row>(sql: string): MetadataQuery<readonly Readonly<R>[]>;

declare function sql<const Queries extends MetadataQueries = Record<never, never>>(options: SqlOptions<Queries>): Sql<NoInfer<Queries>>;

declare function values<T = unknown>(sql: string): MetadataQuery<readonly T[]>;

// @who/plugin-sql
export {
  BetterSqlite3Database,
  BetterSqlite3Statement,
  Call,
  Dialect,
  MariadbConnection,
  MariadbPool,
  MariadbQuery,
  MetadataQueries,
  MetadataQuery,
  Mysql2Connection,
  Mysql2Pool,
  Mysql2Query,
  NodeSqliteDatabase,
  NodeSqliteStatement,
  PgClient,
  PgPool,
  PostgresQuery,
  PostgresSql,
  Query,
  Refusal,
  RefusalCode,
  Row,
  Session,
  Sql,
  SqlDriver,
  SqlErrorCode,
  SqlMetadata,
  SqlOptions,
  betterSqlite3,
  mariadb,
  mysql2,
  nodeSqlite,
  pg,
  postgres,
  record,
  records,
  sql,
  values,
};
