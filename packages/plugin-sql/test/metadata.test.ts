import { Identity } from '@who/core';
import { cached } from '@who/metadata-cache';
import { memoryStore } from '@who/plugin-metadata-cache-memory';
import { fakeExchange } from '@who/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { type MetadataQueries, record, records, type SqlDriver, sql, values } from '../src/index.js';
import { openSqlite, type TestDatabase } from './sqlite.js';
import { codeOf, giving, listeningLogger } from './support.js';

const BIG = 2n ** 53n + 1n;

function database(): TestDatabase {
  const made = openSqlite();
  made.exec(`
    CREATE TABLE users (userid TEXT PRIMARY KEY COLLATE NOCASE, mail TEXT, age INTEGER, photo BLOB, big INTEGER);
    CREATE TABLE roles (userid TEXT COLLATE NOCASE, role TEXT, since INTEGER);
    INSERT INTO users VALUES ('alice', 'alice@example.org', 30, x'0102', ${BIG}), ('bob', NULL, NULL, NULL, 1);
    INSERT INTO roles VALUES ('alice', 'staff', 2020), ('alice', 'admin', 2021), ('bob', NULL, 0), ('ALICE', 'other', 0);
  `);
  return made;
}

let driver: SqlDriver;
beforeEach(() => {
  driver = database().driver;
});
const about = async (queries: MetadataQueries, userid = 'alice', logger = listeningLogger()): Promise<unknown> =>
  sql({ driver, metadata: queries }).addMetadata(fakeExchange({ logger }), new Identity({ userid }));

const ROLES = 'SELECT userid, role FROM roles WHERE userid = :userid ORDER BY role';

describe('metadata', () => {
  it('are what the queries give, each in its shape', async () => {
    const queries = {
      roles: ROLES,
      since: values<number>('SELECT userid, since FROM roles WHERE userid = :userid ORDER BY since'),
      person: record<{ mail: string }>('SELECT userid, mail, age, photo FROM users WHERE userid = :userid'),
      all: records<{ role: string }>('SELECT userid, role, since FROM roles WHERE userid = :userid ORDER BY role'),
    };
    const all = (await about(queries)) as { readonly person: { readonly photo: Uint8Array } };
    expect(Buffer.from(all.person.photo).toString('hex')).toBe('0102');
    expect(all).toEqual({
      roles: ['admin', 'staff'],
      since: [2020, 2021],
      person: { mail: 'alice@example.org', age: 30, photo: expect.any(Uint8Array) },
      all: [
        { role: 'admin', since: 2021 },
        { role: 'staff', since: 2020 },
      ],
    });
    expect(await about(queries, 'bob')).toEqual({
      roles: [],
      since: [0],
      person: { mail: null, age: null, photo: null },
      all: [{ role: null, since: 0 }],
    });
    expect(await about(queries, 'nobody')).toEqual({ roles: [], since: [], person: undefined, all: [] });
  });

  it('are of the user in exactly this spelling', async () => {
    const logger = listeningLogger();
    expect(await about({ roles: ROLES }, 'ALICE', logger)).toEqual({ roles: ['other'] });
    expect(await about({ roles: ROLES }, 'Alice', logger)).toEqual({ roles: [] });
    expect(logger.warnings).toHaveLength(2);
    expect(logger.warnings[0]).toMatch(/"metadata.roles" gives rows whose "userid" is spelt otherwise/);
  });

  it('of nobody are none', async () => {
    for (const userid of ['', 'a\0', 'x'.repeat(2000), '\ud800'])
      expect(await about({ roles: ROLES }, userid)).toBe(undefined);
    expect(await sql({ driver, session: ROLES }).addMetadata(fakeExchange(), new Identity({ userid: 'alice' }))).toBe(
      undefined,
    );
  });

  it('that are not exact are an error', async () => {
    const big = 'SELECT userid, big FROM users WHERE userid = :userid';
    expect(await codeOf(() => about({ big: records(big) }))).toBe('SQL_VALUE');
    expect(await about({ big }, 'bob')).toEqual({ big: ['1'] });
    const text = 'SELECT userid, CAST(big AS TEXT) FROM users WHERE userid = :userid';
    expect(await about({ big: text })).toEqual({ big: [String(BIG)] });
    const given = (value: unknown): Promise<unknown> =>
      sql({ driver: giving({ userid: 'alice', value }), metadata: { one: ROLES } }).addMetadata(
        fakeExchange(),
        new Identity({ userid: 'alice' }),
      ) as Promise<unknown>;
    expect(await codeOf(() => given(2 ** 53))).toBe('SQL_VALUE');
    expect(await codeOf(() => given(BIG))).toBe('SQL_VALUE');
    expect(await codeOf(() => given({}))).toBe('SQL_VALUE');
    expect(await given(7n)).toEqual({ one: ['7'] });
    expect(await given(Buffer.from('é'))).toEqual({ one: ['é'] });
  });

  it('have the columns that they must have', async () => {
    expect(await codeOf(() => about({ a: 'SELECT role FROM roles WHERE userid = :userid' }))).toBe('SQL_COLUMNS');
    expect(await codeOf(() => about({ a: 'SELECT userid FROM roles WHERE userid = :userid' }))).toBe('SQL_COLUMNS');
    const several = 'SELECT userid, role, since FROM roles WHERE userid = :userid';
    expect(await codeOf(() => about({ a: several }))).toBe('SQL_COLUMNS');
    expect(await codeOf(() => about({ a: record(several) }))).toBe('SQL_ROWS');
  });

  it('are kept by a cache', async () => {
    let asked = 0;
    const counting: SqlDriver = {
      ...driver,
      query(...question) {
        asked++;
        return driver.query(...question);
      },
    };
    const directory = cached(sql({ driver: counting, metadata: { roles: ROLES } }), { store: memoryStore() });
    for (let round = 0; round < 3; round++) {
      expect(await directory.addMetadata(fakeExchange(), new Identity({ userid: 'alice' }))).toEqual({
        roles: ['admin', 'staff'],
      });
    }
    expect(asked).toBe(1);
  });
});
