import { sql } from '@who/plugin-sql';
import { describe, it } from 'vitest';
import { mariadbIsThere, startMariadb } from '../../../../packages/plugin-sql/test/servers/mariadb.js';
import { postgresqlIsThere, startPostgresql } from '../../../../packages/plugin-sql/test/servers/postgresql.js';
import type { SqlServer } from '../../../../packages/plugin-sql/test/servers/server.js';
import { attempts, expectAllAnswered, type Trouble, timeFor } from '../troubled-sign-ins.js';
import { mariadbDrivers, type Open, postgresqlDrivers } from './drivers.js';
import { cheap, passwordOf, storedOf } from './people.js';

const USERS = 1000;
/** A hundred thousand take minutes: `WHO_SIGN_INS=100000`. */
const SIGN_INS = Number(process.env['WHO_SIGN_INS'] ?? 1000);
/** One question with a time limit, and much time besides. */
const TIMEOUT_MS = 1000;
const LONGEST_MS = 15_000;

const nameOf = (index: number): string => `user${index % USERS}`;

const crash = (server: SqlServer): Trouble => ({ begin: () => server.kill(), end: () => server.start() });
const hang = (server: SqlServer): Trouble => ({ begin: () => server.pause(), end: () => server.goOn() });

const SERVERS: Readonly<Record<string, { readonly isThere: boolean; start(): Promise<SqlServer> }>> = {
  PostgreSQL: { isThere: postgresqlIsThere, start: startPostgresql },
  MariaDB: { isThere: mariadbIsThere, start: startMariadb },
};

const drivers = { ...postgresqlDrivers, ...mariadbDrivers } as Readonly<Record<string, Open<never>>>;

describe.each([
  ['PostgreSQL', 'pg', 'crashes', crash],
  ['PostgreSQL', 'postgres', 'hangs', hang],
  ['MariaDB', 'mysql2', 'hangs', hang],
  ['MariaDB', 'mariadb', 'crashes', crash],
])(`${SIGN_INS} sign-ins by %s and %s`, (kind, name, what, trouble) => {
  const { isThere, start } = SERVERS[kind] as NonNullable<(typeof SERVERS)[string]>;
  if (!isThere) return it.skip(`survive two ${what} (skipped: ${kind} is not installed)`, () => {});

  it(`survive two ${what}`, { timeout: timeFor(SIGN_INS) }, async () => {
    const server = await start();
    const { driver, run, close } = (drivers[name] as Open<never>)(server as never);
    await run('CREATE TABLE users (userid varchar(200) PRIMARY KEY, password varchar(200))');
    const rows = Array.from({ length: USERS }, (_, i) => `('${nameOf(i)}', '${storedOf(nameOf(i))}')`);
    await run(`INSERT INTO users VALUES ${rows.join()}`);
    const users = sql({
      driver,
      user: 'SELECT userid, password FROM users WHERE userid = :login',
      timeoutMs: TIMEOUT_MS,
      passwords: cheap,
    });

    try {
      await expectAllAnswered({
        users,
        signIns: SIGN_INS,
        attempt: attempts(nameOf, passwordOf),
        trouble: trouble(server),
        codes: ['SQL_UNAVAILABLE', 'SQL_TIMEOUT'],
        longestMs: LONGEST_MS,
      });
    } finally {
      server.goOn();
      users.close();
      await close();
      await server.stop();
    }
  });
});
