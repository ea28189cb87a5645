import { setTimeout as delay } from 'node:timers/promises';
import { createWho, type LoginResult, WhoError } from '@who/core';
import { sql } from '@who/plugin-sql';
import { fakeRequest, plainRememberer } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { mariadbIsThere, startMariadb } from '../../../../packages/plugin-sql/test/servers/mariadb.js';
import { postgresqlIsThere, startPostgresql } from '../../../../packages/plugin-sql/test/servers/postgresql.js';
import type { SqlServer } from '../../../../packages/plugin-sql/test/servers/server.js';
import { WaitingClock } from '../waiting-clock.js';
import { mariadbDrivers, type Open, postgresqlDrivers } from './drivers.js';
import { cheap, passwordOf, storedOf } from './people.js';

const USERS = 1000;
/** A hundred thousand take minutes: `WHO_SIGN_INS=100000`. */
const SIGN_INS = Number(process.env['WHO_SIGN_INS'] ?? 1000);
const AT_A_TIME = 40;
/** No sign-in takes longer, whatever happens to the server: one question with a time limit, and a busy machine. */
const TIMEOUT_MS = 1000;
const LONGEST_MS = 15_000;

const nameOf = (index: number): string => `user${index % USERS}`;

/** What a server that cannot be reached or is silent is allowed to lead to. */
const TYPED = ['SQL_UNAVAILABLE', 'SQL_TIMEOUT'];

interface Trouble {
  begin(server: SqlServer): unknown;
  end(server: SqlServer): unknown;
}

const crash: Trouble = { begin: (server) => server.kill(), end: (server) => server.start() };
const hang: Trouble = { begin: (server) => server.pause(), end: (server) => server.goOn() };

/** Who asks, and who has to be signed in. */
interface Attempt {
  readonly login: string;
  readonly password: string;
  readonly userid: string | undefined;
}

/** Most know their passwords; some have those of others, some are nobody. */
function attempt(index: number): Attempt {
  const name = nameOf(index * 7);
  const right = { login: name, password: passwordOf(name), userid: name };
  switch (index % 10) {
    case 0:
      return { ...right, password: passwordOf(nameOf(index * 7 + 1)), userid: undefined };
    case 1:
      return { login: `${name} whom nobody knows`, password: right.password, userid: undefined };
    default:
      return right;
  }
}

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

  it(`survive two ${what}`, { timeout: 300_000 + SIGN_INS * 20 }, async () => {
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
    const who = createWho({
      publicUrl: 'http://localhost',
      plugins: { users, cookie: plainRememberer() },
      identifiers: ['cookie'],
      authenticators: ['users', 'cookie'],
      logger: { debug() {}, warn() {}, error() {} },
    });
    using clock = new WaitingClock();
    const failures = new Map<string, number>();
    let [next, answered, longestMs] = [0, 0, 0];
    const wrongly: (Attempt & { readonly got: string | undefined })[] = [];

    /** @throws what is not worth another try */
    const failed = (error: unknown): void => {
      if (!(error instanceof WhoError) || error.status !== 503) throw error;
      failures.set(error.code, (failures.get(error.code) ?? 0) + 1);
    };
    const failureCount = (): number => [...failures.values()].reduce((sum, count) => sum + count, 0);

    /** Tries again as a person would, until there is an answer. */
    async function untilAnswered({ login, password }: Attempt): Promise<LoginResult<object>> {
      for (;;) {
        const startedMs = clock.now();
        try {
          return await who.api(fakeRequest()).login({ login, password });
        } catch (error) {
          failed(error);
        } finally {
          longestMs = Math.max(longestMs, clock.now() - startedMs);
        }
        await delay(20);
      }
    }

    async function visitor(): Promise<void> {
      while (next < SIGN_INS) {
        const one = attempt(next++);
        const { identity } = await untilAnswered(one);
        answered++;
        if (identity?.userid !== one.userid) wrongly.push({ ...one, got: identity?.userid });
      }
    }

    /** Brings the server into trouble in the midst of it all, and out again when many have noticed. */
    async function troubled(after: number): Promise<void> {
      while (answered < after) await delay(5);
      const before = failureCount();
      await trouble.begin(server);
      while (failureCount() < before + AT_A_TIME) await delay(5);
      await trouble.end(server);
    }

    try {
      const troubles = troubled(SIGN_INS / 4).then(() => troubled(SIGN_INS / 2));
      await Promise.all([troubles, ...Array.from({ length: AT_A_TIME }, visitor)]);
      expect(wrongly).toEqual([]);
      expect(answered).toBe(SIGN_INS);
      expect([...failures.keys()].filter((code) => !TYPED.includes(code))).toEqual([]);
      expect(failureCount()).toBeGreaterThanOrEqual(2 * AT_A_TIME);
      expect(longestMs).toBeLessThan(LONGEST_MS);
    } finally {
      server.goOn();
      users.close();
      await close();
      await server.stop();
    }
  });
});
