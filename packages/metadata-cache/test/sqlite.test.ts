import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeExchange } from '@who/testkit';
import Keyv, { type KeyvStoreAdapter } from 'keyv';
import sqlite from 'node-sqlite3-wasm';
import { afterAll, describe, expect, it } from 'vitest';
import { metadataCache } from '../src/index.js';
import { user, warnings } from './helpers.js';

const folder = mkdtempSync(join(tmpdir(), 'who-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A table of keys and texts as Keyv wants it. */
function sqliteAdapter(database: InstanceType<typeof sqlite.Database>): KeyvStoreAdapter {
  database.exec('CREATE TABLE IF NOT EXISTS metadata (key TEXT PRIMARY KEY, value TEXT NOT NULL)');
  const adapter: KeyvStoreAdapter = {
    opts: {},
    on: () => adapter,
    get: async (key) => database.get('SELECT value FROM metadata WHERE key = ?', key)?.['value'] as never,
    set: async (key, value) => {
      database.run('INSERT OR REPLACE INTO metadata VALUES (?, ?)', [key, String(value)]);
    },
    delete: async (key) => database.run('DELETE FROM metadata WHERE key = ?', key).changes > 0,
    clear: async () => database.exec('DELETE FROM metadata'),
  };
  return adapter;
}

function open(file: string) {
  const database = new sqlite.Database(join(folder, file));
  const store = new Keyv({ store: sqliteAdapter(database), throwOnErrors: true, namespace: 'attributes' });
  return { database, cache: metadataCache({ store, ttlSeconds: 60 }) };
}

const released = { mail: ['bob@example.org'], name: ["Bøb 😀 O'Neil"] };

describe('over Keyv in a SQLite file', () => {
  it('keeps values beyond the end of the process, clears them, and drops them at logout', async () => {
    const exchange = fakeExchange();
    const before = open('restart.sqlite');
    await before.cache.addMetadata(exchange, user("bob'; --", released));
    await before.cache.addMetadata(exchange, user('eve', released));
    await before.cache.addMetadata(exchange, user('eve', {}));
    before.database.close();

    const { database, cache } = open('restart.sqlite');
    expect(await cache.addMetadata(exchange, user("bob'; --"))).toEqual({ attributes: released });
    expect(await cache.addMetadata(exchange, user('eve'))).toEqual({ attributes: {} });
    await cache.forgetMetadata(exchange, user("bob'; --"));
    expect(await cache.addMetadata(exchange, user("bob'; --"))).toEqual({ attributes: {} });
    expect(database.all('SELECT key FROM metadata')).toEqual([{ key: 'attributes:eve' }]);
    database.close();
  });

  it('fails no request when the database does', async () => {
    const logger = warnings();
    const exchange = fakeExchange({ logger });
    const { database, cache } = open('closed.sqlite');
    database.close();
    expect(await cache.addMetadata(exchange, user('bob', released))).toBeUndefined();
    expect(await cache.addMetadata(exchange, user('eve'))).toEqual({ attributes: {} });
    expect(logger.lines).toHaveLength(1);
  });
});
