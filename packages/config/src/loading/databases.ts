import type { Findings, Place } from '../findings/finding.js';
import { loadModule } from './modules.js';

/** A driver of `@who/plugin-sql`, and how to let go of its database. */
export interface OpenDatabase {
  readonly driver: unknown;
  close(): unknown;
}

type Make = (...args: readonly unknown[]) => unknown;
type Constructor = new (...args: readonly unknown[]) => { end?: () => unknown; close?: () => unknown };
interface Pool {
  end(): unknown;
}

/**
 * Opens the database that a URL or a DSN of libpq names, with a driver that the application has installed.
 *
 * @param where `{ url }` or `{ dsn }`, with everything put in
 */
export async function openDatabase(
  where: { readonly url?: string; readonly dsn?: string },
  file: string,
  place: Place,
  findings: Findings,
): Promise<OpenDatabase | undefined> {
  const sql = await loadModule('@who/plugin-sql', file, place, findings);
  const scheme = where.dsn === undefined ? (/^([a-z]+):/.exec(where.url ?? '')?.[1] ?? '') : 'postgresql';
  const make = sql?.[SCHEMES[scheme] ?? ''] as Make | undefined;
  if (!sql) return undefined;
  if (!make) {
    findings.error('CONFIG_BAD_VALUE', place, 'must begin with postgres:, postgresql:, mysql:, mariadb: or sqlite:.');
    return undefined;
  }
  const load = (name: string): ReturnType<typeof loadModule> => loadModule(name, file, place, findings);
  if (scheme === 'sqlite') {
    const Database = (await load('better-sqlite3'))?.['default'] as Constructor | undefined;
    if (!Database) return undefined;
    const database = new Database((where.url ?? '').slice('sqlite:'.length).replace(/^\/\/(?=\/)/, ''));
    return { driver: make(database), close: () => database.close?.() };
  }
  if (scheme === 'mysql' || scheme === 'mariadb') {
    const createPool = (await load('mariadb'))?.['createPool'] as Make | undefined;
    if (!createPool) return undefined;
    const pool = createPool((where.url ?? '').replace(/^mysql:/, 'mariadb:')) as Pool;
    return { driver: make(pool), close: () => pool.end() };
  }
  const pg = await load('pg');
  const Pool = (pg?.['Pool'] ?? (pg?.['default'] as Readonly<Record<string, unknown>> | undefined)?.['Pool']) as
    | Constructor
    | undefined;
  if (!Pool) return undefined;
  const pool = new Pool(where.dsn === undefined ? { connectionString: where.url } : partsOfDsn(where.dsn));
  return { driver: make(pool), close: () => pool.end?.() };
}

/** The drivers of `@who/plugin-sql`, by the beginnings of URLs. */
const SCHEMES: Readonly<Record<string, string>> = {
  postgres: 'pg',
  postgresql: 'pg',
  mysql: 'mariadb',
  mariadb: 'mariadb',
  sqlite: 'betterSqlite3',
};

/** `host=… dbname='…'`, as libpq reads it. What `pg` does not know is left out. */
export function partsOfDsn(dsn: string): Record<string, string | number> {
  const parts: Record<string, string | number> = {};
  for (const [, name = '', quoted, plain = ''] of dsn.matchAll(/(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|([^\s']\S*))/g)) {
    const value = (quoted ?? plain).replace(/\\(.)/g, '$1');
    const ours = NAMES[name];
    if (ours !== undefined) parts[ours] = ours === 'port' ? Number(value) : value;
  }
  return parts;
}

const NAMES: Readonly<Record<string, string>> = {
  host: 'host',
  hostaddr: 'host',
  port: 'port',
  dbname: 'database',
  user: 'user',
  password: 'password',
};
