import { type RedisMetadataCache, redisMetadataCache } from '@who/plugin-metadata-cache-redis';
import { Cluster, Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import {
  redisIsThere,
  startRedis,
  unlessRedis,
} from '../../../../packages/plugin-metadata-cache-redis/test/redis-server.js';
import { startApplication } from './application.js';
import { startCluster } from './cluster.js';
import { type LoadReport, startLoad, told } from './load.js';
import { startSentinels } from './sentinel.js';

/** 100,000 in all. */
const REQUESTS = 33_400;

/** Things to take down afterwards, the last first. */
type Cleanup = (() => unknown)[];

interface Topology {
  readonly attributes: RedisMetadataCache;
  /** Takes away what answered until then. */
  readonly disaster: () => Promise<unknown>;
  /** Brings it back, where nobody else does. */
  readonly relief?: () => Promise<unknown>;
}

const topologies: [string, (cleanup: Cleanup) => Promise<Topology>][] = [
  [
    'a single server, by URL, that is killed and started again',
    async (cleanup) => {
      const server = await startRedis(['--appendonly', 'yes']);
      cleanup.push(server.stop);
      return { attributes: redisMetadataCache({ url: server.url }), disaster: server.kill, relief: server.start };
    },
  ],
  [
    'a Cluster of six nodes, one master of which is killed',
    async (cleanup) => {
      const cluster = await startCluster(1000);
      cleanup.push(cluster.stop);
      const client = new Cluster(cluster.nodes.map(({ port }) => ({ host: '127.0.0.1', port })));
      client.on('error', () => {});
      cleanup.push(() => client.disconnect());
      return { attributes: redisMetadataCache({ client }), disaster: async () => cluster.masters[1]?.kill() };
    },
  ],
  [
    'a master with a replica and three Sentinels, and the master is killed',
    async (cleanup) => {
      const sentinels = await startSentinels(1000);
      cleanup.push(sentinels.stop);
      const client = new Redis({ sentinels: [...sentinels.addresses], name: sentinels.name });
      client.on('error', () => {});
      cleanup.push(() => client.disconnect());
      return { attributes: redisMetadataCache({ client }), disaster: sentinels.master.kill };
    },
  ],
];

describe.skipIf(!redisIsThere)(`under load${unlessRedis}`, () => {
  it.each(topologies)('%s: no request fails', async (where, start) => {
    const cleanup: Cleanup = [];
    try {
      const { attributes, disaster, relief } = await start(cleanup);
      cleanup.push(attributes.close);
      const application = await startApplication(attributes);
      cleanup.push(application.close);

      const load = await startLoad(application);
      await load.progress(5000);
      await disaster();
      await load.progress(5000);
      await relief?.();
      const report: LoadReport = await load.finish(REQUESTS);
      console.log(told(where, report));
      expect(report).toMatchObject({ failed: 0, mixedUp: 0 });
      expect(report.requests).toBeGreaterThanOrEqual(REQUESTS);
      // 250 ms, and some.
      expect(report.longestWaitMs).toBeLessThan(1500);
    } finally {
      for (const end of cleanup.reverse()) await end();
    }
  });
});
