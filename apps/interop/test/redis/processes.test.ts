import { redisMetadataCache } from '@who/plugin-metadata-cache-redis';
import { testBrowser } from '@who/testkit';
import { Cluster, Redis } from 'ioredis';
import { describe, expect, it, vi } from 'vitest';
import {
  redisIsThere,
  startRedis,
  unlessRedis,
} from '../../../../packages/plugin-metadata-cache-redis/test/redis-server.js';
import { startDemo } from '../../../demo/test/demo-process.js';
import { signInByCas, whoami } from '../../../demo/test/visitor.js';
import { type Application, mailOf, startApplication } from './application.js';
import { startCluster } from './cluster.js';

/** On a busy machine, a cache whose time is limited as by default knows less than it was told. */
const timeoutMs = 30_000;

describe.skipIf(!redisIsThere)(`one Redis for several${unlessRedis}`, () => {
  it('demos, in processes of their own, over a Cluster', async () => {
    const cluster = await startCluster(2000);
    const env = {
      AUTH_TKT_SECRET: 'a secret of the tests, 32 bytes or more',
      REDIS_URL: cluster.nodes.map(({ url }) => url).join(','),
    };
    const demos = await Promise.all([startDemo(env), startDemo(env)]);
    try {
      const browser = testBrowser({ follow: false });
      await signInByCas(browser, demos[0]);
      for (const demo of demos) {
        const known = { remoteUser: 'ada', metadata: { attributes: { cn: ['Ada Lovelace'] } } };
        await vi.waitFor(async () => expect(await whoami(browser, demo)).toMatchObject(known), { timeout: 60_000 });
      }
      await browser.get(`${demos[0].casUrl}/logout`);
      for (const demo of demos) expect(await whoami(browser, demo)).toMatchObject({ remoteUser: null });
    } finally {
      await Promise.all(demos.map((demo) => demo.stop()));
      await cluster.stop();
    }
  });

  it('spreads over the nodes of a Cluster, and is counted and cleared on all of them', async () => {
    const cluster = await startCluster(2000);
    const client = new Cluster(cluster.nodes.map(({ port }) => ({ host: '127.0.0.1', port })));
    const attributes = redisMetadataCache({ client, timeoutMs });
    const other = redisMetadataCache({ client, namespace: 'other', timeoutMs });
    const application = await startApplication(attributes);
    const another = await startApplication(other);
    try {
      const users = Array.from({ length: 600 }, (_, index) => `user${index}`);
      await Promise.all(users.map((userid) => application.visit(userid, 'release')));
      await another.visit('bob', 'release');
      expect(await attributes.count()).toBe(600);
      for (const master of client.nodes('master')) expect(await master.dbsize()).toBeGreaterThan(100);
      await attributes.clear();
      expect(await attributes.count()).toBe(0);
      expect(await other.count()).toBe(1);
    } finally {
      await Promise.all([application.close(), another.close()]);
      client.disconnect();
      await cluster.stop();
    }
  });

  it('shows nobody another’s attributes: 1,000 requests at the same time, with evictions', async () => {
    const server = await startRedis(['--maxmemory', '1mb', '--maxmemory-policy', 'allkeys-random']);
    const client = new Redis(server.url);
    const caches = [redisMetadataCache({ client, timeoutMs }), redisMetadataCache({ url: server.url, timeoutMs })];
    const applications = await Promise.all(caches.map(startApplication));
    try {
      const answers = await Promise.all(
        Array.from({ length: 1000 }, async (_, i) => {
          const userid = `user${(i * 7) % 211}`;
          const { status, mail } = await (applications[i % 2] as Application).visit(
            userid,
            i % 4 === 0 ? 'release' : undefined,
          );
          return status === 200 && (mail.length === 0 || mail[0] === mailOf(userid));
        }),
      );
      expect(answers.filter((isRight) => !isRight)).toEqual([]);
      expect(await client.info('stats')).toMatch(/evicted_keys:[1-9]/);
    } finally {
      await Promise.all(applications.map((application) => application.close()));
      await Promise.all(caches.map((cache) => cache.close()));
      client.disconnect();
      await server.stop();
    }
  });

  it.each([
    ['no JSON', ['SET', 'who:attributes::bob', '{"mail":']],
    ['JSON of others', ['SET', 'who:attributes::bob', '{"value":{"mail":["x"]}}']],
    ['the value of another', ['SET', 'who:attributes::bob', '["eve",{"mail":["eve@example.org"]}]']],
    ['the wrong shape', ['SET', 'who:attributes::bob', '["bob",{"mail":"x"}]']],
    ['bytes', ['SET', 'who:attributes::bob', '\u0000\ufffd\u0001']],
    ['much more than may be kept', ['SET', 'who:attributes::bob', `["bob",{"mail":["${'x'.repeat(1_000_000)}"]}]`]],
    ['a list', ['LPUSH', 'who:attributes::bob', 'x']],
  ] as const)('takes rubbish under a key for nothing, and for nobody’s fault: %s', async (_what, command) => {
    const server = await startRedis();
    const client = new Redis(server.url);
    const caches = [redisMetadataCache({ client, timeoutMs }), redisMetadataCache({ url: server.url, timeoutMs })];
    const applications = await Promise.all(caches.map(startApplication));
    try {
      const [name, ...words] = command;
      await client.call(name, words);
      for (const application of applications) {
        for (let i = 0; i < 5; i++) expect(await application.visit('bob')).toMatchObject({ status: 200, mail: [] });
        // Others go on as before.
        expect(await application.visit('ann', 'release')).toMatchObject({ status: 200, mail: [mailOf('ann')] });
        expect(await application.visit('ann')).toMatchObject({ status: 200, mail: [mailOf('ann')] });
      }
      await (applications[0] as Application).visit('bob', 'release');
      expect(await (applications[1] as Application).visit('bob')).toMatchObject({ status: 200, mail: [mailOf('bob')] });
    } finally {
      await Promise.all(applications.map((application) => application.close()));
      await Promise.all(caches.map((cache) => cache.close()));
      client.disconnect();
      await server.stop();
    }
  });
});
