export type { Session } from '@who/secrets';
export type { Call, Query, Row, SqlDriver } from './drivers/driver.js';
export { type MariadbConnection, type MariadbPool, type MariadbQuery, mariadb } from './drivers/mariadb.js';
export { type Mysql2Connection, type Mysql2Pool, type Mysql2Query, mysql2 } from './drivers/mysql2.js';
export { type PgClient, type PgPool, pg } from './drivers/pg.js';
export { type PostgresQuery, type PostgresSql, postgres } from './drivers/postgres.js';
export {
  type BetterSqlite3Database,
  type BetterSqlite3Statement,
  betterSqlite3,
  type NodeSqliteDatabase,
  type NodeSqliteStatement,
  nodeSqlite,
} from './drivers/sqlite.js';
export type { SqlErrorCode } from './errors.js';
export {
  type MetadataQueries,
  type MetadataQuery,
  record,
  records,
  type SqlMetadata,
  values,
} from './metadata/queries.js';
export type { SqlOptions } from './options.js';
export type { Refusal, RefusalCode } from './sign-in/sign-in.js';
export { type Sql, sql } from './sql.js';
export type { Dialect } from './statements/dialect.js';
