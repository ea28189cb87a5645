import { testUserBackend } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Postgresql,
  postgresqlIsThere,
  startPostgresql,
  unlessPostgresql,
} from '../../../../packages/plugin-sql/test/servers/postgresql.js';
import { postgresqlDrivers } from './drivers.js';
import { backend, filling, hexOf } from './people.js';

/** Types of columns, as names of users may have them. */
const TABLES: Readonly<Record<string, string>> = {
  exact: 'text',
  padded: 'char(40)',
  folded: 'citext',
  loose: 'text COLLATE loose',
};

describe.skipIf(!postgresqlIsThere)(`PostgreSQL as a backend${unlessPostgresql}`, () => {
  let server: Postgresql;
  beforeAll(async () => {
    server = await startPostgresql();
    const text = (value: string): string => `convert_from('\\x${hexOf(value)}', 'UTF8')`;
    await server.run(
      [
        'CREATE EXTENSION citext',
        "CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false)",
        ...Object.entries(TABLES).flatMap(([name, type]) => [
          `CREATE TABLE ${name} (userid ${type}, password text)`,
          ...filling(name, text),
        ]),
        '',
      ].join(';\n'),
    );
  });
  afterAll(() => server?.stop());

  describe.each(Object.entries(postgresqlDrivers))('by %s', (name, open) => {
    const tables = name === 'pg' ? ['exact', 'padded', 'folded', 'loose'] : ['exact'];
    describe.each(tables)('in a column that is %s', (table) => {
      const where = table === 'padded' ? { table, userid: 'userid::text' } : { table };
      testUserBackend(
        { describe, it, expect },
        backend(() => server, open, where, table === 'exact'),
      );
    });
  });
});
