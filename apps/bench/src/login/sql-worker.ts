import { PasswordCredentials } from '@who/core';
import { createPasswords, isMatch } from '@who/passwords';
import { betterSqlite3, pg, type SqlDriver, sql } from '@who/plugin-sql';
import { fakeExchange } from '@who/testkit';
import pgPackage from 'pg';
import { answering } from '../processes/answering.js';
import { hashOf, PEOPLE } from './people.js';
import { openSqlite } from './sqlite.js';

/** People sign in one after the other, over warm connections to a database: `sql-worker.js URL`. */
export interface Question {
  readonly way: Way;
  readonly signIns: number;
}

/** The plugin; or the same query by the bare driver, and the same check. */
export type Way = 'postgresql-who' | 'postgresql-bare' | 'sqlite-who' | 'sqlite-bare';

export interface Answer {
  readonly microseconds: number;
  readonly cpuMicroseconds: number;
}

interface Row {
  readonly userid: string;
  readonly password: string;
}

const [url = ''] = process.argv.slice(2);
const exchange = fakeExchange();
// New forms are never made here.
const cheap = { hashing: { scheme: 'bcrypt', cost: 4 } } as const;
const passwords = createPasswords(cheap);
const pool = new pgPackage.Pool({ connectionString: url });
const database = await openSqlite();
database?.exec('CREATE TABLE users (userid TEXT PRIMARY KEY, password TEXT)');
const insert = database?.prepare('INSERT INTO users VALUES (?, ?)');
for (let i = 0; i < PEOPLE; i++) insert?.run(`user${i}`, hashOf(`user${i}`));
const find = database?.prepare('SELECT userid, password FROM users WHERE userid = ?');

function who(driver: SqlDriver): (name: string) => Promise<unknown> {
  const users = sql({ driver, user: 'SELECT userid, password FROM users WHERE userid = :login', passwords: cheap });
  return async (name) => (await users.authenticate(exchange, new PasswordCredentials(name, name)))?.userid;
}

async function check(rows: readonly Row[], password: string): Promise<string | undefined> {
  const [row] = rows;
  if (!row || rows.length > 1) return undefined;
  return isMatch(await passwords.verify(password, row.password)) ? row.userid : undefined;
}

const ways: Readonly<Partial<Record<Way, (name: string) => Promise<unknown>>>> = {
  'postgresql-who': who(pg(pool)),
  async 'postgresql-bare'(name) {
    const { rows } = await pool.query<Row>('SELECT userid, password FROM users WHERE userid = $1', [name]);
    return check(rows, name);
  },
  ...(database && {
    'sqlite-who': who(betterSqlite3(database)),
    'sqlite-bare': async (name) => check(find?.all(name) as Row[], name),
  }),
};

answering(async ({ way, signIns }: Question): Promise<Answer> => {
  const [started, before] = [performance.now(), process.cpuUsage()];
  for (let i = 0; i < signIns; i++) {
    const name = `user${i % PEOPLE}`;
    if ((await ways[way]?.(name)) !== name) throw new Error(`${way} has not signed in ${name}.`);
  }
  const { user, system } = process.cpuUsage(before);
  return {
    microseconds: ((performance.now() - started) * 1000) / signIns,
    cpuMicroseconds: (user + system) / signIns,
  };
});
