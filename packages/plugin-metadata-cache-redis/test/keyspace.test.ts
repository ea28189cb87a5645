import { fakeExchange } from '@who/testkit';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RedisMetadataCache, redisMetadataCache } from '../src/index.js';
import { codeOf, user } from './helpers.js';
import { type RedisServer, redisIsThere, startRedis, unlessRedis } from './redis-server.js';

const exchange = fakeExchange();
const released = { mail: ['somebody@example.org'] };

describe.skipIf(!redisIsThere)(`count and clear${unlessRedis}`, () => {
  let server: RedisServer;
  let redis: Redis;
  let prefixed: Redis;
  const caches: RedisMetadataCache[] = [];
  beforeAll(async () => {
    server = await startRedis();
    redis = new Redis(server.url);
    prefixed = new Redis(server.url, { keyPrefix: 'app[1]*:' });
  });
  afterAll(async () => {
    await Promise.all(caches.map((cache) => cache.close()));
    redis?.disconnect();
    prefixed?.disconnect();
    await server?.stop();
  });

  describe.each([
    ['by URL', () => ({ url: server.url })],
    ['by client', () => ({ client: redis })],
    ['by client with a prefix', () => ({ client: prefixed })],
  ])('%s', (_how, where) => {
    const create = (namespace: string): RedisMetadataCache => {
      const cache = redisMetadataCache({ ...where(), namespace });
      caches.push(cache);
      return cache;
    };
    const signIn = (cache: RedisMetadataCache, userids: readonly string[]): Promise<unknown> =>
      Promise.all(userids.map((userid) => cache.addMetadata(exchange, user(userid, released))));

    it('are about the keys of the namespace, however many', async () => {
      await redis.flushall();
      const cache = create('who');
      const others = ['who:attributes', 'whos', 'w', 'who.'].map(create);
      const userids = Array.from({ length: 2000 }, (_, index) => `user${index}`);
      await signIn(cache, [...userids, ':odd', '::odder', '*', '{odd}', 'Bøb 😀', ' \n']);
      for (const other of others) await signIn(other, ['bob', ':attributes::bob']);

      // Redis may name a key twice while its table grows; with one that does not, the count is exact.
      expect(await cache.count()).toBe(2006);
      await cache.clear();
      expect(await cache.count()).toBe(0);
      expect(await cache.addMetadata(exchange, user('user7'))).toEqual({ attributes: {} });
      for (const other of others) expect(await other.count()).toBe(2);
    });

    it('fail with a code when the cache is closed', async () => {
      const cache = create('closed');
      await cache.close();
      if (_how === 'by URL') expect(await codeOf(() => cache.count())).toBe('REDIS_FAILED');
      else expect(await cache.count()).toBe(0);
    });
  });
});
