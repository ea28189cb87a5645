import { PasswordCredentials } from '@who/core';
import { testAuthenticator, testMetadataProvider } from '@who/testkit';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SqlDriver, type SqlOptions, sql } from '../src/index.js';
import { cheap, hashesOf, memory, passwordOf, USER } from './support.js';

const users = ['alice', 'bob'];
const secrets = ['secret of', 'a guess', '$2b$'];
let hashes: ReadonlyMap<string, string>;
beforeAll(async () => {
  hashes = await hashesOf(users);
});
let file: SqlDriver;
beforeEach(() => {
  file = memory(hashes).driver;
});

/** The same as another database would be: answers come later. */
const server = (): SqlDriver => ({ ...file, isSync: false, query: async (...asked) => file.query(...asked) });
const away = async (): Promise<never> => {
  throw Object.assign(new Error('no connection for the secret of alice'), { code: 'ECONNREFUSED' });
};
const metadata = { spellings: 'SELECT userid, upper(userid) FROM users WHERE userid = :userid' };

describe.each([
  ['a file', () => file],
  ['a server', server],
])('with %s', (_kind, driver) => {
  const create = (options: Partial<SqlOptions> = {}) => {
    return sql({ driver: driver(), user: USER, passwords: cheap, metadata, ...options });
  };

  testAuthenticator(
    { describe, it, expect },
    {
      create: () => create(),
      dispose: (plugin) => plugin.close(),
      users,
      credentials: (userid) => new PasswordCredentials(userid, passwordOf(userid)),
      wrong: (userid) => new PasswordCredentials(userid, 'a guess'),
      broken: () => create({ driver: away }),
      secrets,
      promises: ['authenticate'],
    },
  );

  testMetadataProvider(
    { describe, it, expect },
    {
      create: () => create({ user: undefined }),
      dispose: (plugin) => plugin.close(),
      users,
      expected: (userid) => ({ spellings: [userid.toUpperCase()] }),
      broken: () => create({ driver: away }),
      secrets,
      promises: ['addMetadata'],
    },
  );
});
