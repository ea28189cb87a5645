import { randomUUID } from 'node:crypto';
import { fakeExchange, testMetadataCache, testMetadataProvider } from '@who/testkit';
import { Redis } from 'ioredis';
import { Redis as Redis5 } from 'ioredis-5';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RedisMetadataCache, type RedisMetadataCacheOptions, redisMetadataCache } from '../src/index.js';
import { user } from './helpers.js';
import { type RedisServer, redisIsThere, startRedis, unlessRedis } from './redis-server.js';

const runner = { describe, it, expect };

describe.skipIf(!redisIsThere)(`over a server${unlessRedis}`, () => {
  let server: RedisServer;
  let redis: Redis;
  let redis5: Redis5;
  const caches: RedisMetadataCache[] = [];
  beforeAll(async () => {
    server = await startRedis();
    redis = new Redis(server.url);
    redis5 = new Redis5(server.url);
  });
  afterAll(async () => {
    await Promise.all(caches.map((cache) => cache.close()));
    redis?.disconnect();
    redis5?.disconnect();
    await server?.stop();
  });

  type Where = Pick<RedisMetadataCacheOptions, 'url' | 'client'>;
  const kinds: [string, () => Where][] = [
    ['by URL', () => ({ url: server.url })],
    ['by ioredis 6', () => ({ client: redis })],
    ['by ioredis 5', () => ({ client: redis5 })],
  ];

  describe.each(kinds)('%s', (_kind, where) => {
    const create = (options: RedisMetadataCacheOptions = {}): RedisMetadataCache => {
      const cache = redisMetadataCache({ ...where(), namespace: `test:${randomUUID()}`, ...options });
      caches.push(cache);
      return cache;
    };
    const secrets = ['alice-the-owner'];
    const promises = ['addMetadata', 'forgetMetadata'] as const;

    testMetadataCache(runner, {
      create: () => create(),
      async broken() {
        const cache = create({ strict: true });
        await cache.close();
        return cache;
      },
      secrets,
      promises,
    });

    testMetadataProvider(runner, {
      async create() {
        const cache = create();
        for (const userid of ['alice', 'bob']) {
          await cache.addMetadata(fakeExchange(), user(userid, { uid: [userid] }));
        }
        return cache;
      },
      users: ['alice', 'bob'],
      expected: (userid) => ({ attributes: { uid: [userid] } }),
      promises,
      secrets: ['alice', 'bob'],
    });
  });
});
