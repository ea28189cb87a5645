import { mariadb, mysql2, pg, postgres, type SqlDriver } from '@who/plugin-sql';
import * as mariadbPackage from 'mariadb';
import { createPool } from 'mysql2/promise';
import pgPackage from 'pg';
import connectPostgres from 'postgres';
import type { Mariadb } from '../../../../packages/plugin-sql/test/servers/mariadb.js';
import type { Postgresql } from '../../../../packages/plugin-sql/test/servers/postgresql.js';

/** A pool of the application's, and what the plugin makes of it. */
export interface Opened {
  readonly driver: SqlDriver;
  /** Runs statements as an application would. */
  run(sql: string): Promise<unknown>;
  close(): Promise<unknown>;
}

/** Opens a pool of so many connections. */
export type Open<Server> = (server: Server, size?: number) => Opened;

export const postgresqlDrivers: Readonly<Record<string, Open<Pick<Postgresql, 'url'>>>> = {
  pg({ url }, max = 10) {
    const pool = new pgPackage.Pool({ connectionString: url, max });
    return { driver: pg(pool), run: (sql) => pool.query(sql), close: () => pool.end() };
  },
  postgres({ url }, max = 10) {
    // It knows no URL with the folder of a socket.
    const [, user = '', folder = ''] = /^postgresql:\/\/(\w+)@([^/]+)\//.exec(url) ?? [];
    const path = `${decodeURIComponent(folder)}/.s.PGSQL.5432`;
    const sql = connectPostgres({
      path,
      user,
      database: 'postgres',
      max,
      backoff: () => 0.2,
      fetch_types: false,
      onnotice: () => {},
    });
    return { driver: postgres(sql), run: (text) => sql.unsafe(text).simple(), close: () => sql.end({ timeout: 1 }) };
  },
};

export const mariadbDrivers: Readonly<Record<string, Open<Pick<Mariadb, 'options'>>>> = {
  mysql2({ options }, connectionLimit = 10) {
    const pool = createPool({ ...options, connectionLimit, charset: 'utf8mb4' });
    return { driver: mysql2(pool), run: (sql) => pool.query(sql), close: () => pool.end() };
  },
  mariadb({ options }, connectionLimit = 10) {
    const pool = mariadbPackage.createPool({ ...options, connectionLimit, acquireTimeout: 1000 });
    return { driver: mariadb(pool), run: (sql) => pool.query(sql), close: () => pool.end() };
  },
};
