import { fakeExchange } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redisMetadataCache } from '../src/index.js';
import { user } from './helpers.js';
import { type RedisServer, redisIsThere, startRedis, unlessRedis } from './redis-server.js';

const exchange = fakeExchange();
const attributes = {
  mail: ['bob@example.org'],
  memberOf: Array.from({ length: 2000 }, (_, i) => `CN=${String(i).padStart(97, 'x')}`),
};
const encryptionKeys = [{ id: 'a', secret: Buffer.from(Array.from({ length: 32 }, (_, i) => i)).toString('base64') }];

describe.skipIf(!redisIsThere)(`2000 groups in Redis${unlessRedis}`, () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.stop());

  it.each([
    ['as they are', {}],
    ['encrypted', { encryptionKeys }],
  ])('are replayed whole, to many requests at once, too: %s', async (_how, options) => {
    const timeoutMs = 20_000;
    const cache = redisMetadataCache({ url: server.url, namespace: 'who:large', timeoutMs, ...options });
    const userids = Array.from({ length: 20 }, (_, i) => `bob${i}`);
    for (const userid of userids) await cache.addMetadata(exchange, user(userid, attributes));
    const replayed = await Promise.all(userids.map((userid) => cache.addMetadata(exchange, user(userid))));
    for (const added of replayed) expect(added).toEqual({ attributes });
    await cache.close();
  });
});
