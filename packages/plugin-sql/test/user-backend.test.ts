import { testUserBackend } from '@who/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Sql, type SqlDriver, sql } from '../src/index.js';
import { sqlites } from './sqlite.js';
import { cheap, hashesOf, memory, passwordOf, USER } from './support.js';

const users = ['alice', 'José Maria', '007', 'weiß', 'a"b\'c\\d', 'figs and kisses'] as const;
/** Slow enough to be measured. */
const slow = { hashing: { scheme: 'bcrypt', cost: 9 } } as const;

const metadata = { spellings: 'SELECT userid, upper(userid) FROM users WHERE userid = :userid' };
let hashes: ReadonlyMap<string, string>;
beforeAll(async () => {
  hashes = await hashesOf([...users, 'twin']);
});

describe.each(sqlites)('SQLite by %s as a backend', (name, open) => {
  if (!open) return it.skip(`signs people in (does not apply: ${name} does not go with this Node)`, () => {});
  const driver = (): SqlDriver => {
    const database = memory(hashes, open);
    database.run('INSERT INTO users VALUES (?, ?)', 'twin', hashes.get('alice') ?? '');
    return database.driver;
  };
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
        sql({ driver: memory(await hashesOf(['slow', 'other'], slow)).driver, user: USER, metadata }) as Sql,
      dispose: (plugin) => plugin.close(),
      promises: ['authenticate', 'addMetadata'],
      lacks: { duplicates: 'tried above', outage: 'it is a file', silence: 'it answers at once' },
    },
  );
});
