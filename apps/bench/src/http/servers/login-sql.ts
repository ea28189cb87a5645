import type { Server } from 'node:http';
import { pg, sql } from '@who/plugin-sql';
import pgPackage from 'pg';
import { loginApplication } from '../applications/login-application.js';

/** Connect and @who with passwords from the database at `BENCH_SQL_URL`: `/login?user7` signs in `user7`, and greets them as sql. */
export function start(): Server {
  const users = sql({
    driver: pg(new pgPackage.Pool({ connectionString: process.env['BENCH_SQL_URL'] ?? '' })),
    user: 'SELECT userid, password FROM users WHERE userid = :login',
  });
  return loginApplication(
    users,
    (login) => login,
    (userid, login) => (userid === login ? 'sql' : undefined),
  );
}
