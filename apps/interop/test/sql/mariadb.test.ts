import { testUserBackend } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Mariadb,
  mariadbIsThere,
  startMariadb,
  unlessMariadb,
} from '../../../../packages/plugin-sql/test/servers/mariadb.js';
import { mariadbDrivers } from './drivers.js';
import { backend, filling, hexOf } from './people.js';

/** Types of columns, as names of users may have them. */
const TABLES: Readonly<Record<string, string>> = {
  usual: 'varchar(200) COLLATE utf8mb4_general_ci',
  unicode: 'varchar(200) COLLATE utf8mb4_unicode_ci',
  newest: 'varchar(200) COLLATE utf8mb4_uca1400_ai_ci',
  bin: 'varchar(200) COLLATE utf8mb4_bin',
  padded: 'char(200) COLLATE utf8mb4_general_ci',
  latin: 'varchar(200) CHARACTER SET latin1',
  bytes: 'varbinary(200)',
};

describe.skipIf(!mariadbIsThere)(`MariaDB as a backend${unlessMariadb}`, () => {
  let server: Mariadb;
  beforeAll(async () => {
    server = await startMariadb();
    const { run, close } = (mariadbDrivers['mysql2'] as NonNullable<(typeof mariadbDrivers)[string]>)(server);
    for (const [name, type] of Object.entries(TABLES)) {
      await run(`CREATE TABLE people_${name} (userid ${type}, password varchar(200)) ENGINE=InnoDB`);
      const text = (value: string): string => `CONVERT(x'${hexOf(value)}' USING utf8mb4)`;
      for (const statement of filling(`people_${name}`, text)) await run(statement);
    }
    await close();
  });
  afterAll(() => server?.stop());

  describe.each(Object.entries(mariadbDrivers))('by %s', (name, open) => {
    const tables = name === 'mysql2' ? Object.keys(TABLES) : ['usual', 'bytes'];
    describe.each(tables)('in a column that is %s', (table) => {
      testUserBackend(
        { describe, it, expect },
        backend(() => server, open, { table: `people_${table}` }, table === 'usual'),
      );
    });
  });
});
