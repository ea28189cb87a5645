import type { Authenticator, Exchange, MetadataProvider } from '@who/core';
import { createWho } from '@who/core';
import type { PasswordsOptions } from '@who/passwords';
import { authTkt } from '@who/plugin-auth-tkt';
import Database from 'better-sqlite3';
import { createPool as createMariadbPool } from 'mariadb';
import { createPool as createMysqlPool } from 'mysql2/promise';
import { Pool } from 'pg';
import connectPostgres from 'postgres';
import { expectTypeOf, it } from 'vitest';
import {
  betterSqlite3,
  type Dialect,
  type MetadataQueries,
  type MetadataQuery,
  mariadb,
  mysql2,
  nodeSqlite,
  pg,
  postgres,
  type Query,
  type Refusal,
  type Row,
  record,
  records,
  type Sql,
  type SqlDriver,
  type SqlErrorCode,
  type SqlMetadata,
  type SqlOptions,
  sql,
  values,
} from '../src/index.js';

const user = 'SELECT userid, password FROM users WHERE login = :login';

it('has these options', () => {
  expectTypeOf<SqlOptions>().toEqualTypeOf<{
    readonly driver: SqlDriver | Query;
    readonly user?: string | undefined;
    readonly upgrade?: string | undefined;
    readonly metadata?: MetadataQueries | undefined;
    readonly session?: string | undefined;
    readonly passwords?: PasswordsOptions | undefined;
    readonly recheckSeconds?: number | undefined;
    readonly timeoutMs?: number | undefined;
    readonly maxConcurrent?: number | undefined;
    readonly maxQueued?: number | undefined;
    readonly onRefused?: ((exchange: Exchange, refusal: Refusal) => void) | undefined;
  }>();
  expectTypeOf<Dialect>().toEqualTypeOf<'postgresql' | 'mysql' | 'sqlite'>();
  // @ts-expect-error: a database is needed
  sql({ user });
  // @ts-expect-error: it makes no entry
  sql({ driver: async () => [], metadata: { roles: 7 } });
});

it('takes what the packages make', () => {
  expectTypeOf(pg(new Pool())).toEqualTypeOf<SqlDriver>();
  expectTypeOf(postgres(connectPostgres())).toEqualTypeOf<SqlDriver>();
  expectTypeOf(mysql2(createMysqlPool(''))).toEqualTypeOf<SqlDriver>();
  expectTypeOf(mariadb(createMariadbPool(''))).toEqualTypeOf<SqlDriver>();
  expectTypeOf(betterSqlite3(new Database(''))).toEqualTypeOf<SqlDriver>();
  // As Node's types of version 24 have it.
  interface DatabaseSync {
    prepare(sql: string): {
      all(
        ...anonymousParameters: (null | number | bigint | string | NodeJS.ArrayBufferView)[]
      ): Record<string, unknown>[];
      setReadBigInts(enabled: boolean): void;
    };
  }
  expectTypeOf(nodeSqlite({} as DatabaseSync)).toEqualTypeOf<SqlDriver>();
  // @ts-expect-error: a pool of another package
  pg(createMysqlPool(''));
  // @ts-expect-error: one connection is no pool
  mysql2({ execute: async () => [[]] });
  sql({ driver: async (text: string, params: readonly string[]) => [{ text, params }], user });
});

it('plays these roles', () => {
  expectTypeOf(sql({ driver: async () => [], user })).not.toBeAny();
  expectTypeOf<Sql>().toExtend<Authenticator & MetadataProvider<object>>();
  expectTypeOf<SqlErrorCode>().toExtend<string>();
});

it('says what its queries add', () => {
  const users = sql({
    driver: async () => [],
    user,
    metadata: {
      roles: 'SELECT userid, role FROM roles WHERE userid = :userid',
      limits: values<number>('SELECT userid, amount FROM limits WHERE userid = :userid'),
      person: record<{ mail: string }>('SELECT userid, mail FROM users WHERE userid = :userid'),
      teams: records<{ id: number }>('SELECT userid, id FROM teams WHERE userid = :userid'),
    },
  });
  interface Expected {
    readonly roles: readonly string[];
    readonly limits: readonly number[];
    readonly person: Readonly<{ mail: string }> | undefined;
    readonly teams: readonly Readonly<{ id: number }>[];
  }
  type Metadata = Extract<Awaited<ReturnType<typeof users.addMetadata>>, object>;
  expectTypeOf<Metadata>().branded.toEqualTypeOf<Expected>();
  expectTypeOf<SqlMetadata<{ a: MetadataQuery<7>; b: 'SELECT' }>>().toEqualTypeOf<{
    readonly a: 7;
    readonly b: readonly string[];
  }>();
  const who = createWho({
    publicUrl: 'http://localhost',
    plugins: { users },
    authenticators: ['users'],
    metadataProviders: ['users'],
  });
  type Identity = Exclude<Awaited<ReturnType<ReturnType<typeof who.api>['authenticate']>>, undefined>;
  expectTypeOf<Identity['metadata']['roles']>().toEqualTypeOf<readonly string[]>();
  // @ts-expect-error: it was not asked for
  expectTypeOf<Metadata['mail']>().toBeAny();
});

it('says nothing of what nobody has declared', () => {
  expectTypeOf(record('')).toEqualTypeOf<MetadataQuery<Readonly<Row> | undefined>>();
  expectTypeOf(values('')).toEqualTypeOf<MetadataQuery<readonly unknown[]>>();
});

it('fits where tickets ask', () => {
  const { isUserAllowed, isRevoked } = sql({
    driver: async () => [],
    session: 'SELECT userid FROM users WHERE userid = :userid',
  });
  authTkt({ secrets: ['a'.repeat(64)], isUserAllowed, isRevoked });
});
