import { testBrowser } from '@who/testkit';
import { describe, expect, it, vi } from 'vitest';
import {
  redisIsThere,
  startRedis,
  unlessRedis,
} from '../../../packages/plugin-metadata-cache-redis/test/redis-server.js';
import { startDemo } from './demo-process.js';
import { signInByCas, whoami } from './visitor.js';

const env = { AUTH_TKT_SECRET: 'a secret of the tests, 32 bytes or more' };
const ada = {
  remoteUser: 'ada',
  identifier: 'ticket',
  metadata: { attributes: { cn: ['Ada Lovelace'] } },
};

describe.skipIf(!redisIsThere)(`two demos over one Redis${unlessRedis}`, () => {
  it('sign somebody in at one, and know the attributes at the other', async () => {
    const redis = await startRedis();
    const [one, other] = await Promise.all([1, 2].map(() => startDemo({ ...env, REDIS_URL: redis.url })));
    try {
      if (!one || !other) throw new Error('There are not two.');
      const browser = testBrowser({ follow: false });
      await signInByCas(browser, one);
      expect(await whoami(browser, other)).toMatchObject(ada);

      await redis.kill();
      expect(await whoami(browser, other)).toMatchObject({ remoteUser: 'ada' });
      await vi.waitFor(() => expect(other.output()).toContain('plugin-metadata-cache-redis] The store failed'));

      await redis.start();
      await signInByCas(browser, other);
      await vi.waitFor(async () => expect(await whoami(browser, one)).toMatchObject(ada), { timeout: 20_000 });
      await browser.get(other.url);
      await browser.post(`${other.url}/logout`, {});
      expect(await whoami(browser, one)).toMatchObject({ remoteUser: null, metadata: { attributes: {} } });
    } finally {
      const ends = await Promise.all([one?.stop(), other?.stop()]);
      await redis.stop();
      for (const end of ends) {
        expect(end?.code).toBe(0);
        expect(end?.tookMs).toBeLessThan(2000);
      }
    }
  });

  it('start without it, and say no password', async () => {
    const demo = await startDemo({ ...env, REDIS_URL: 'redis://who:hunter2@127.0.0.1:1' });
    const browser = testBrowser({ follow: false });
    await signInByCas(browser, demo);
    expect(await whoami(browser, demo)).toMatchObject({ remoteUser: 'ada' });
    await demo.stop();
    expect(demo.output()).not.toContain('hunter2');
  });
});
