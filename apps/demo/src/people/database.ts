import { mariadb, pg, type SqlDriver, sql } from '@who/plugin-sql';
import { SettingsError } from '../settings.js';
import type { People } from './people.js';
import { addSample } from './sample.js';
import { openSqlite } from './sqlite.js';
import { withTokens } from './with-tokens.js';

/** A database that is open, and how to let go of it. */
interface Connected {
  readonly driver: SqlDriver;
  close(): unknown;
}

/**
 * The people of a database, and their roles as tokens: tables `users(login, password, name, mail)` and
 * `user_roles(login, role)`.
 *
 * @param url none: the demo's own, in memory
 * @returns nothing where there is no URL, and no SQLite either
 * @throws {SettingsError}
 */
export async function openDatabase(url: string | undefined): Promise<People | undefined> {
  const connected = url === undefined ? await connectToSample() : await connectTo(url);
  if (!connected) return undefined;
  const users = sql({
    driver: connected.driver,
    user: 'SELECT login AS userid, password FROM users WHERE login = :login',
    upgrade: 'UPDATE users SET password = :password WHERE login = :userid AND password = :outdated',
    metadata: { roles: 'SELECT login AS userid, role FROM user_roles WHERE login = :userid ORDER BY role' },
  });
  return {
    plugin: withTokens(users, ({ roles }) => roles),
    isSample: url === undefined,
    async close() {
      users.close();
      await connected.close();
    },
  };
}

async function connectToSample(): Promise<Connected | undefined> {
  const database = await openSqlite(':memory:');
  if (database) addSample(database);
  return database;
}

async function connectTo(url: string): Promise<Connected> {
  const [scheme = ''] = url.split(':', 1);
  switch (scheme) {
    case 'postgres':
    case 'postgresql': {
      const { Pool } = await import('pg');
      const pool = new Pool({ connectionString: url });
      return { driver: pg(pool), close: () => pool.end() };
    }
    case 'mysql':
    case 'mariadb': {
      const { createPool } = await import('mariadb');
      const pool = createPool(url.replace(/^mysql:/, 'mariadb:'));
      return { driver: mariadb(pool), close: () => pool.end() };
    }
    case 'sqlite': {
      const database = await openSqlite(url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, ''));
      if (database) return database;
      throw new SettingsError('DATABASE_URL: for SQLite, take Node 22.13 or newer, or install better-sqlite3.');
    }
    default:
      throw new SettingsError('DATABASE_URL must begin with postgres:, mysql:, mariadb: or sqlite:.');
  }
}
