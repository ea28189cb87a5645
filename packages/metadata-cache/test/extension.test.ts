import { fakeExchange } from '@who/testkit';
import Keyv from 'keyv';
import { describe, expect, it } from 'vitest';
import { type MetadataCache, type MetadataStore, metadataCache } from '../src/index.js';
import { user } from './helpers.js';

/** As in README.md. */
function headerAttributes(store: MetadataStore, proxyAddress: string): MetadataCache<'shib'> {
  const headers = { mail: 'x-shib-mail', affiliation: 'x-shib-affiliation' };
  return metadataCache({
    name: 'shib',
    store,
    getAttributes(exchange) {
      if (exchange.remoteAddress !== proxyAddress) return undefined;
      const found = Object.entries(headers).flatMap(([name, header]) => {
        const value = exchange.header(header);
        return value === undefined ? [] : [[name, value.split(';')] as const];
      });
      return found.length === 0 ? undefined : Object.fromEntries(found);
    },
  });
}

/** As in README.md, over any database with synchronous queries. */
function sqlStore(rows: Map<string, { json: string; expires: number }>, now: () => number): MetadataStore {
  return {
    get(key) {
      const row = rows.get(key);
      return row && row.expires > now() ? JSON.parse(row.json) : undefined;
    },
    set: (key, value, ttlMs) => rows.set(key, { json: JSON.stringify(value), expires: now() + ttlMs }),
    delete: (key) => rows.delete(key),
  };
}

const headers = { 'X-Shib-Mail': 'bob@example.org', 'X-Shib-Affiliation': 'member;staff' };
const attributes = { mail: ['bob@example.org'], affiliation: ['member', 'staff'] };

describe('a cache of a reader’s own', () => {
  it('captures attributes from the headers of a trusted proxy', async () => {
    const cache = headerAttributes(new Keyv(), '10.0.0.1');
    const signIn = fakeExchange({ headers, remoteAddress: '10.0.0.1' });
    expect(await cache.addMetadata(signIn, user('bob'))).toEqual({ shib: attributes });
    expect(await cache.addMetadata(fakeExchange({ remoteAddress: '10.0.0.1' }), user('bob'))).toEqual({
      shib: attributes,
    });
  });

  it('does not believe the headers of anybody else', async () => {
    const cache = headerAttributes(new Keyv(), '10.0.0.1');
    const forged = fakeExchange({ headers, remoteAddress: '192.0.2.7' });
    expect(await cache.addMetadata(forged, user('bob'))).toEqual({ shib: {} });
  });

  it('keeps values in a store of its own, which may fail on what it finds there', () => {
    const rows = new Map<string, { json: string; expires: number }>();
    let now = 0;
    const cache = metadataCache({ store: sqlStore(rows, () => now), ttlSeconds: 60 });
    cache.addMetadata(fakeExchange(), user('bob', attributes));
    expect(cache.addMetadata(fakeExchange(), user('bob'))).toEqual({ attributes });
    now = 60_000;
    expect(cache.addMetadata(fakeExchange(), user('bob'))).toEqual({ attributes: {} });
    rows.set('bob', { json: '{"mail', expires: 70_000 });
    expect(cache.addMetadata(fakeExchange(), user('bob'))).toEqual({ attributes: {} });
  });
});
