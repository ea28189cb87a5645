import { type Logger, PasswordCredentials, WhoError } from '@who/core';
import { createPasswords, type PasswordsOptions } from '@who/passwords';
import { fakeExchange } from '@who/testkit';
import { onTestFinished } from 'vitest';
import { type Query, type RefusalCode, type Sql, type SqlOptions, sql } from '../src/index.js';
import { openSqlite, type TestDatabase } from './sqlite.js';

export const USER = 'SELECT userid, password FROM users WHERE userid = :login';
export const UPGRADE = 'UPDATE users SET password = :password WHERE userid = :userid AND password = :outdated';

/** Cheap enough for many checks. */
export const cheap: PasswordsOptions = { hashing: { scheme: 'bcrypt', cost: 4 } };

export const passwordOf = (userid: string): string => `secret of ${userid}`;

/** The stored forms of people's passwords. */
export async function hashesOf(
  users: readonly string[],
  options: PasswordsOptions = cheap,
): Promise<ReadonlyMap<string, string>> {
  const passwords = createPasswords(options);
  const hashes = await Promise.all(users.map((user) => passwords.hash(passwordOf(user))));
  passwords.close();
  return new Map(users.map((user, index) => [user, hashes[index] as string]));
}

/** A database in memory in which these people are. */
export function memory(
  hashes: ReadonlyMap<string, string | Buffer | null>,
  open: () => TestDatabase = openSqlite,
): TestDatabase {
  const database = open();
  database.exec('CREATE TABLE users (userid TEXT, password)');
  for (const [userid, password] of hashes) database.run('INSERT INTO users VALUES (?, ?)', userid, password);
  return database;
}

/** The plugin, closed when the test is over. */
export function plugin(options: SqlOptions): Sql {
  const made: Sql = sql({ passwords: cheap, ...options });
  onTestFinished(() => made.close());
  return made;
}

/** Who somebody signs in as, or why they do not. */
export interface Outcome {
  readonly userid: string | undefined;
  readonly userdata?: string | undefined;
  readonly refused?: RefusalCode | undefined;
}

/** A plugin of whose refusals the reasons are told, and what it logs. */
export function telling(options: SqlOptions): {
  readonly log: Logger & { readonly warnings: string[] };
  signIn(login: string, password?: string): Promise<Outcome>;
} {
  const codes = new Map<unknown, RefusalCode>();
  const users = plugin({ ...options, onRefused: (exchange, { code }) => codes.set(exchange, code) });
  const log = listeningLogger();
  return {
    log,
    async signIn(login, password = passwordOf(login)) {
      const exchange = fakeExchange({ logger: log });
      const answer = await users.authenticate(exchange, new PasswordCredentials(login, password));
      return { userid: answer?.userid, userdata: answer?.userdata, refused: codes.get(exchange) };
    },
  };
}

/** A driver that gives the same rows to everybody. */
export const giving =
  (...rows: readonly object[]): Query =>
  async () =>
    rows;

/** The code of an error of ours, or nothing. */
export async function codeOf(call: () => unknown): Promise<string | undefined> {
  try {
    await call();
  } catch (error) {
    return error instanceof WhoError ? error.code : `no code: ${error}`;
  }
  return undefined;
}

/** A logger that keeps its warnings and errors. */
export function listeningLogger(): Logger & { readonly warnings: string[] } {
  const warnings: string[] = [];
  const keep = (message: string): void => void warnings.push(message);
  return { warnings, debug() {}, warn: keep, error: keep };
}
