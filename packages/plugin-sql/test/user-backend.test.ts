import { createRequire } from 'node:module';
import { testUserBackend } from '@who/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { betterSqlite3, type NodeSqliteDatabase, nodeSqlite, type Sql, type SqlDriver, sql } from '../src/index.js';
import { cheap, hashesOf, memory, passwordOf, USER } from './support.js';

const users = ['alice', 'José Maria', '007', 'weiß', 'a"b\'c\\d', 'figs and kisses'] as const;
/** Slow enough to be measured. */
const slow = { hashing: { scheme: 'bcrypt', cost: 9 } } as const;

interface NodeSqlite {
  readonly DatabaseSync: new (file: string) => NodeSqliteDatabase & { exec(sql: string): void };
}

/** Node has it from version 22 on. */
function builtIn(): NodeSqlite | undefined {
  try {
    return createRequire(import.meta.url)('node:sqlite');
  } catch {
    return undefined;
  }
}

const nodes = builtIn();
const metadata = { spellings: 'SELECT userid, upper(userid) FROM users WHERE userid = :userid' };
let hashes: ReadonlyMap<string, string>;
beforeAll(async () => {
  hashes = await hashesOf([...users, 'twin']);
});

const better = (): SqlDriver => {
  const database = memory(hashes);
  database.prepare('INSERT INTO users VALUES (?, ?)').run('twin', hashes.get('alice'));
  return betterSqlite3(database);
};

const ofNode = (): SqlDriver => {
  const database = new (nodes as NodeSqlite).DatabaseSync(':memory:');
  database.exec('CREATE TABLE users (userid TEXT, password TEXT)');
  const insert = database.prepare('INSERT INTO users VALUES (?, ?)');
  for (const [userid, password] of [...hashes, ['twin', hashes.get('alice') ?? '']] as const)
    insert.all(userid, password);
  return nodeSqlite(database);
};

describe.each([
  ['better-sqlite3', true, better],
  ['node:sqlite', nodes !== undefined, ofNode],
])('SQLite by %s as a backend', (name, isThere, driver) => {
  if (!isThere) return it.skip(`signs people in (does not apply: this Node has no ${name})`, () => {});
  testUserBackend<Sql>(
    { describe, it, expect },
    {
      users,
      password: passwordOf,
      duplicates: [
        ['twin', passwordOf('twin')],
        ['twin', passwordOf('alice')],
      ],
      create: () =>
        sql({
          driver: driver(),
          user: USER,
          passwords: cheap,
          metadata,
        }) as Sql,
      dispose: (plugin) => plugin.close(),
      secrets: ['secret of', 'a guess', '$2b$'],
      promises: ['authenticate', 'addMetadata'],
      lacks: { outage: 'it is a file', silence: 'it answers at once', cost: 'tried below, where passwords cost more' },
    },
  );
});

describe('with passwords that are stored well', () => {
  testUserBackend<Sql>(
    { describe, it, expect },
    {
      users: ['slow', 'other'],
      password: passwordOf,
      // Nothing says which form is usual, but those who sign in.
      create: async () =>
        sql({ driver: betterSqlite3(memory(await hashesOf(['slow', 'other'], slow))), user: USER, metadata }) as Sql,
      dispose: (plugin) => plugin.close(),
      promises: ['authenticate', 'addMetadata'],
      lacks: { duplicates: 'tried above', outage: 'it is a file', silence: 'it answers at once' },
    },
  );
});
