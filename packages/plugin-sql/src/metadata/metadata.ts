import type { Logger } from '@who/core';
import type { Database } from '../database/database.js';
import type { Row } from '../drivers/driver.js';
import { PLUGIN } from '../errors.js';
import { plainOf, useridIn } from '../rows/values.js';
import type { Statement } from '../statements/statement.js';
import type { MetadataQuery } from './queries.js';

/** A query, ready to be asked. */
export interface PreparedQuery {
  readonly name: string;
  readonly statement: Statement;
  readonly read: MetadataQuery<unknown>['read'];
}

/** Says what the queries say about a user. */
export type Describe = (userid: string, logger: Logger) => Promise<object>;

export function describer(queries: readonly PreparedQuery[], database: Database): Describe {
  const warned = new Set<string>();

  /** A database may take another spelling for the same: rows count that have the user's own. */
  function ownRows(rows: readonly Row[], name: string, userid: string, logger: Logger): Row[] {
    const where = whereOf(name);
    const own = rows.filter((row) => useridIn(row, where) === userid);
    if (own.length < rows.length && !warned.has(name)) {
      warned.add(name);
      logger.warn(`[${PLUGIN}] ${where} gives rows whose "userid" is spelt otherwise; they do not count.`);
    }
    return own.map((row) => {
      const columns = Object.entries(row).filter(([column]) => column !== 'userid');
      return Object.fromEntries(columns.map(([column, value]) => [column, plainOf(value, `"${column}" of ${where}`)]));
    });
  }

  return async (userid, logger) => {
    const entries = queries.map(async ({ name, statement, read }) => {
      const rows = await database.ask(statement, { userid }, logger);
      return [name, read(ownRows(rows, name, userid, logger), whereOf(name))];
    });
    return Object.fromEntries(await Promise.all(entries));
  };
}

/** How errors name a query. */
const whereOf = (name: string): string => `The query "metadata.${name}"`;
