import { fakeExchange } from '@who/testkit';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RedisMetadataCache, type RedisMetadataCacheOptions, redisMetadataCache } from '../src/index.js';
import { user } from './helpers.js';
import { type RedisServer, redisIsThere, startRedis, unlessRedis } from './redis-server.js';

const exchange = fakeExchange();
const released = { mail: ['bob@example.org'] };

describe.skipIf(!redisIsThere)(`redisMetadataCache${unlessRedis}`, () => {
  let server: RedisServer;
  let redis: Redis;
  const caches: RedisMetadataCache[] = [];
  beforeAll(async () => {
    server = await startRedis();
    redis = new Redis(server.url);
  });
  afterAll(async () => {
    await Promise.all(caches.map((cache) => cache.close()));
    redis?.disconnect();
    await server?.stop();
  });
  const create = (options: RedisMetadataCacheOptions): RedisMetadataCache => {
    const cache = redisMetadataCache(options);
    caches.push(cache);
    return cache;
  };

  it('lets Redis drop values when their time is over', async () => {
    const cache = create({ url: server.url, ttlSeconds: 3600.0005 });
    await cache.addMetadata(exchange, user('bob', released));
    expect(await redis.get('who:attributes::bob')).toBe('["bob",{"mail":["bob@example.org"]}]');
    const leftMs = await redis.pttl('who:attributes::bob');
    expect(leftMs).toBeGreaterThan(3_500_000);
    expect(leftMs).toBeLessThanOrEqual(3_600_001);
  });

  it('shares what it keeps with other processes, whatever their client', async () => {
    const [one, other] = [create({ url: server.url }), create({ client: redis })];
    await one.addMetadata(exchange, user('bob', released));
    expect(await other.addMetadata(exchange, user('bob'))).toEqual({ attributes: released });
    await other.forgetMetadata(exchange, user('bob'));
    expect(await one.addMetadata(exchange, user('bob'))).toEqual({ attributes: {} });
  });

  it('answers the first request, though it has come before the connection', async () => {
    await redis.set('who:early::bob', JSON.stringify(['bob', released]));
    const lazy = new Redis(server.url, { lazyConnect: true });
    for (const where of [{ url: server.url }, { client: new Redis(server.url) }, { client: lazy }]) {
      const cache = create({ ...where, namespace: 'who:early' });
      expect(await cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: released });
      where.client?.disconnect();
    }
  });

  it('closes what it has opened, and nothing else', () =>
    withServer(async ({ url }, admin, connections) => {
      const own = redisMetadataCache({ url });
      await own.addMetadata(exchange, user('bob', released));
      expect(await connections()).toBe(2);
      await own.close();
      await vi.waitFor(async () => expect(await connections()).toBe(1), { timeout: 20_000 });
      await own.close();

      const borrowed = redisMetadataCache({ client: admin });
      await borrowed.close();
      expect(await admin.ping()).toBe('PONG');
      expect(admin.listenerCount('error')).toBe(0);
      expect(await borrowed.addMetadata(exchange, user('bob'))).toEqual({ attributes: {} });
    }));

  it('leaves no connection behind that was being made when it was closed', () =>
    withServer(async ({ url }, _admin, connections) => {
      for (let i = 0; i < 5; i++) await redisMetadataCache({ url }).close();
      await vi.waitFor(async () => expect(await connections()).toBe(1), { timeout: 20_000 });
    }));

  it('sends what is under way when it is closed', async () => {
    const cache = create({ url: server.url, namespace: 'who:closing' });
    await cache.addMetadata(exchange, user('eve'));
    const captured = cache.addMetadata(exchange, user('bob', released));
    await cache.close();
    await captured;
    expect(await redis.exists('who:closing::bob')).toBe(1);
  });

  it('gives each of many users at the same time what is theirs, by few commands', () =>
    withServer(async ({ url }, admin) => {
      const users = Array.from({ length: 1000 }, (_, i) => `user${i}`);
      for (const userid of users.filter((_, i) => i % 3 > 0)) {
        await admin.set(`who:attributes::${userid}`, JSON.stringify([userid, { uid: [userid] }]));
      }
      await admin.lpush('who:attributes::user0', 'no text');
      for (const where of [{ url }, { client: admin }]) {
        const cache = create({ ...where, timeoutMs: 20_000 });
        await cache.addMetadata(exchange, user('user1'));
        await admin.config('RESETSTAT');
        const found = await Promise.all(users.map((userid) => cache.addMetadata(exchange, user(userid))));
        expect(found).toEqual(users.map((userid, i) => ({ attributes: i % 3 > 0 ? { uid: [userid] } : {} })));
        expect(await calls(admin)).toEqual({ get: 1, mget: 10 });
      }
    }));

  it.each(['by URL', 'by the application’s client'])('does without a command that Redis forbids it, %s', (how) =>
    withServer(async ({ port }, admin) => {
      await admin.acl('SETUSER', 'who', 'on', '>secret', '~who:*', '+get', '+set', '+unlink');
      const url = `redis://who:secret@127.0.0.1:${port}`;
      const client = new Redis(url, { enableReadyCheck: false });
      const cache = create({ ...(how === 'by URL' ? { url } : { client }), timeoutMs: 20_000 });
      try {
        const users = Array.from({ length: 20 }, (_, i) => `user${i}`);
        for (const userid of users) await cache.addMetadata(exchange, user(userid, { uid: [userid] }));
        for (let again = 0; again < 2; again++) {
          const found = await Promise.all(users.map((userid) => cache.addMetadata(exchange, user(userid))));
          expect(found).toEqual(users.map((userid) => ({ attributes: { uid: [userid] } })));
        }
        expect(await calls(admin)).toEqual({ get: 40 });
      } finally {
        client.disconnect();
      }
    }),
  );

  it('takes the database and the user of the URL', async () => {
    const commands = ['+get', '+mget', '+set', '+unlink', '+scan', '+ping', '+select'];
    await redis.acl('SETUSER', 'who', 'on', '>p@ss', '~who:*', ...commands);
    const cache = create({ url: `redis://who:p%40ss@127.0.0.1:${server.port}/3` });
    await cache.addMetadata(exchange, user('bob', released));
    expect(await cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: released });
    expect(await cache.count()).toBe(1);
    await cache.clear();
    expect(await cache.count()).toBe(0);
  });
});

/** How often a server has been asked for values, by command. */
async function calls(admin: Redis): Promise<Record<string, number>> {
  const statistics = await admin.info('commandstats');
  const found = statistics.matchAll(/^cmdstat_(m?get):calls=(\d+),.*rejected_calls=\d+/gm);
  return Object.fromEntries(Array.from(found, ([, name, count]) => [name, Number(count)]).filter(([, count]) => count));
}

/** Counts the connections of a server that nobody else uses. */
async function withServer(
  test: (server: RedisServer, admin: Redis, connections: () => Promise<number>) => Promise<void>,
): Promise<void> {
  const server = await startRedis();
  const admin = new Redis(server.url);
  try {
    await test(
      server,
      admin,
      async () =>
        String(await admin.client('LIST'))
          .trim()
          .split('\n').length,
    );
  } finally {
    admin.disconnect();
    await server.stop();
  }
}
