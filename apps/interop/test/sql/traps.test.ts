import { Identity, PasswordCredentials, type WhoError } from '@who/core';
import { createPasswords } from '@who/passwords';
import { record, type Sql, type SqlOptions, sql } from '@who/plugin-sql';
import { fakeExchange } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { mariadbIsThere, startMariadb } from '../../../../packages/plugin-sql/test/servers/mariadb.js';
import { postgresqlIsThere, startPostgresql } from '../../../../packages/plugin-sql/test/servers/postgresql.js';
import type { SqlServer } from '../../../../packages/plugin-sql/test/servers/server.js';
import { WaitingClock } from '../waiting-clock.js';
import { mariadbDrivers, type Open, type Opened, postgresqlDrivers } from './drivers.js';
import { cheap, hexOf, passwordOf, storedOf } from './people.js';

/** What both kinds of servers write in their own way. */
interface Words {
  readonly bytes: string;
  readonly sleep: (seconds: number) => string;
  /** Bytes as a literal. */
  readonly hex: (text: string) => string;
  /** Ends all connections, the one that says so perhaps too. */
  readonly cut: string;
}

const KINDS = {
  PostgreSQL: {
    isThere: postgresqlIsThere,
    start: startPostgresql as () => Promise<SqlServer>,
    drivers: postgresqlDrivers as Readonly<Record<string, Open<never>>>,
    words: {
      bytes: 'bytea',
      sleep: (seconds: number) => `pg_sleep(${seconds})`,
      hex: (text: string) => `'\\x${hexOf(text)}'`,
      cut: "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'who'",
    } satisfies Words,
  },
  MariaDB: {
    isThere: mariadbIsThere,
    start: startMariadb as () => Promise<SqlServer>,
    drivers: mariadbDrivers as Readonly<Record<string, Open<never>>>,
    words: {
      bytes: 'varbinary(100)',
      sleep: (seconds: number) => `SLEEP(${seconds})`,
      hex: (text: string) => `x'${hexOf(text)}'`,
      cut: 'KILL USER root',
    } satisfies Words,
  },
};

const BIG = '9007199254740993';

describe.each(Object.entries(KINDS))('%s', (kind, { isThere, start, drivers, words }) => {
  if (!isThere) return it.skip(`is a backend (skipped: ${kind} is not installed)`, () => {});
  let server: SqlServer;
  let application: Opened;
  const [anyDriver] = Object.values(drivers);

  beforeAll(async () => {
    server = await start();
    application = (anyDriver as Open<never>)(server as never);
    const stored = storedOf('alice');
    for (const statement of [
      `CREATE TABLE users (userid varchar(200), number bigint, padded char(150), bytes ${words.bytes}, id int)`,
      `INSERT INTO users VALUES ('alice', ${BIG}, '${stored}', ${words.hex(stored)}, 7)`,
      'CREATE TABLE old (userid varchar(200), password varchar(200))',
    ]) {
      await application.run(statement);
    }
  });
  afterAll(async () => {
    await application?.close();
    await server?.stop();
  });

  describe.each(Object.entries(drivers))('by %s', (_name, open) => {
    const opened = (size?: number): Opened => {
      const made = open(server as never, size);
      onTestFinished(async () => void (await made.close()));
      return made;
    };
    const plugin = (options: Partial<SqlOptions>, driver = opened().driver): Sql => {
      const made: Sql = sql({ driver, passwords: cheap, ...options });
      onTestFinished(() => made.close());
      return made;
    };
    const signIn = async (users: Sql, login = 'alice', password = passwordOf('alice')): Promise<string | undefined> => {
      return (await users.authenticate(fakeExchange(), new PasswordCredentials(login, password)))?.userid;
    };
    const find = (columns: string, where = 'userid = :login'): { user: string } => ({
      user: `SELECT ${columns} FROM users WHERE ${where}`,
    });

    it('has no number rounded', async () => {
      expect(await signIn(plugin(find('number AS userid, padded AS password')))).toBe(BIG);
    });

    it('reads passwords in columns of characters and of bytes', async () => {
      for (const column of ['padded', 'bytes']) {
        const users = plugin(find(`userid, ${column} AS password`));
        expect(await signIn(users)).toBe('alice');
        expect(await signIn(users, 'alice', 'a guess')).toBe(undefined);
      }
    });

    it('takes for nobody who is no value of a column, or a part of a question', async () => {
      const users = plugin(find('userid, padded AS password', 'id = :login'));
      expect(await signIn(users, '7')).toBe('alice');
      for (const login of ['alice', '', 'seven', '9'.repeat(30), "x' OR '1'='1", 'x; DROP TABLE users', '\\']) {
        expect(await signIn(users, login)).toBe(undefined);
      }
      // MariaDB takes the number that a text begins with: it is the user in the row, by the right password.
      expect([undefined, 'alice']).toContain(await signIn(users, '7 dwarfs'));
      expect(await signIn(users, '7 dwarfs', 'a guess')).toBe(undefined);
      const byName = plugin(find('userid, padded AS password'));
      for (const login of ["\\' OR 1=1 -- ", "' OR ''='", "alice' -- ", '\\', '日本', '\u{1f600}', 'a\u0301']) {
        expect(await signIn(byName, login)).toBe(undefined);
      }
      expect(await signIn(byName)).toBe('alice');
    });

    it('says what is wrong with a statement, and nothing that was typed', async () => {
      const users = plugin(find('userid, pasword AS password'));
      const error = await signIn(users, 'a name of somebody').catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'SQL_FAILED', message: expect.stringContaining('pasword') });
      expect(`${error} ${(error as WhoError).cause}`).not.toContain('somebody');
    });

    it('gives up what takes too long, and goes on', async () => {
      const { driver } = opened(2);
      const slow = plugin({ ...find(`userid, padded AS password, ${words.sleep(30)}`), timeoutMs: 200 }, driver);
      const quick = plugin(find('userid, padded AS password'), driver);
      for (let round = 0; round < 4; round++) {
        using clock = new WaitingClock();
        await expect(signIn(slow)).rejects.toMatchObject({ status: 503 });
        expect(clock.now()).toBeLessThan(5000);
      }
      // None of the two connections is still busy with it.
      expect(await signIn(quick)).toBe('alice');
    });

    it('waits for a connection no longer than it may', async () => {
      const { driver, run } = opened(2);
      // To connect may take longer than that, on a busy machine.
      expect(await signIn(plugin(find('userid, padded AS password'), driver))).toBe('alice');
      const users = plugin({ ...find('userid, padded AS password'), timeoutMs: 300 }, driver);
      const busy = Promise.all([run(`SELECT ${words.sleep(1)}`), run(`SELECT ${words.sleep(1)}`)]);
      await expect(signIn(users)).rejects.toMatchObject({
        status: 503,
        code: expect.stringMatching(/TIMEOUT|UNAVAIL/),
      });
      await busy;
      await expect.poll(() => signIn(users).catch(() => 'failed'), { timeout: 60_000 }).toBe('alice');
    });

    it('outlives connections that the server cuts while nobody uses them', async () => {
      const { driver, run } = opened();
      const users = plugin(find('userid, padded AS password'), driver);
      await Promise.all(Array.from({ length: 5 }, () => signIn(users)));
      await run(words.cut).catch(() => {});
      await expect.poll(() => signIn(users).catch(() => 'failed'), { timeout: 60_000 }).toBe('alice');
    });

    it('improves passwords, and gives metadata', async () => {
      await application.run('DELETE FROM old');
      await application.run(`INSERT INTO old VALUES ('alice', '${storedOf('alice')}')`);
      const hashing = { scheme: 'bcrypt', cost: 4 } as const;
      const users = plugin({
        user: 'SELECT userid, password FROM old WHERE userid = :login',
        upgrade: 'UPDATE old SET password = :password WHERE userid = :userid AND password = :outdated',
        metadata: { row: record<{ password: string }>('SELECT userid, password FROM old WHERE userid = :userid') },
        passwords: { hashing },
      });
      expect(await signIn(users)).toBe('alice');
      const stored = async (): Promise<string> => {
        const entries = await users.addMetadata(fakeExchange(), new Identity({ userid: 'alice' }));
        return (entries?.['row'] as { password: string } | undefined)?.password ?? '';
      };
      await expect.poll(stored, { timeout: 60_000 }).toMatch(/^\$2b\$04\$/);
      const passwords = createPasswords({ hashing });
      expect(await passwords.verify(passwordOf('alice'), await stored())).toBe('match');
      passwords.close();
      expect(await signIn(users)).toBe('alice');
    });
  });
});
