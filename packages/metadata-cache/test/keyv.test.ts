import { fakeExchange } from '@who/testkit';
import Keyv from 'keyv';
import { describe, expect, it } from 'vitest';
import { metadataCache } from '../src/index.js';
import { user, warnings } from './helpers.js';

const exchange = fakeExchange();
const released = { mail: ['bob@example.org'], name: ['Bøb 😀'] };

describe('over Keyv', () => {
  it('captures, replays and forgets', async () => {
    const cache = metadataCache({ store: new Keyv() });
    expect(await cache.addMetadata(exchange, user('bob', released))).toBeUndefined();
    expect(await cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: released });
    expect(await cache.addMetadata(exchange, user('eve'))).toEqual({ attributes: {} });
    await cache.forgetMetadata(exchange, user('bob'));
    expect(await cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: {} });
  });

  it('is a copy even where Keyv is not', async () => {
    const map = new Map<string, unknown>();
    const keyv = new Keyv({ store: map });
    keyv.serialize = undefined;
    keyv.deserialize = undefined;
    const cache = metadataCache({ store: keyv });
    await cache.addMetadata(exchange, user('bob', released));
    const handed = await cache.addMetadata(exchange, user('bob'));
    expect(Object.isFrozen(handed?.attributes['mail'])).toBe(true);
  });

  it('hands Keyv the lifetime', async () => {
    const map = new Map<string, string>();
    const cache = metadataCache({ store: new Keyv({ store: map, namespace: 'who' }), ttlSeconds: 60 });
    const before = Date.now();
    await cache.addMetadata(exchange, user('bob', released));
    const kept = JSON.parse(map.get('who:bob') as string) as { expires: number };
    expect(kept.expires).toBeGreaterThanOrEqual(before + 60_000);
    expect(kept.expires).toBeLessThanOrEqual(Date.now() + 60_000);
  });

  it('counts rubbish in the database as absent', async () => {
    const map = new Map<string, string>();
    const cache = metadataCache({ store: new Keyv({ store: map, throwOnErrors: true }) });
    for (const rubbish of ['{"value":{"mail":"x"}}', '{"value":7}', '{"value":', '\u0000']) {
      map.set('keyv:bob', rubbish);
      expect(await cache.addMetadata(fakeExchange(), user('bob'))).toEqual({ attributes: {} });
    }
  });

  it.each([true, false])('reports a database that is down (throwOnErrors: %s)', async (throwOnErrors) => {
    const down = async (): Promise<never> => {
      throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    };
    const adapter = { opts: {}, on: () => adapter, get: down, set: down, delete: down, clear: down };
    const logger = warnings();
    const where = fakeExchange({ logger });
    const cache = metadataCache({ store: new Keyv({ store: adapter, throwOnErrors }) });
    expect(await cache.addMetadata(where, user('bob', released))).toBeUndefined();
    expect(await cache.addMetadata(where, user('eve'))).toEqual({ attributes: {} });
    expect(logger.lines).toHaveLength(1);
  });
});
