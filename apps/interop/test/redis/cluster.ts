import { Redis } from 'ioredis';
import { vi } from 'vitest';
import {
  freePort,
  type RedisServer,
  startRedis,
} from '../../../../packages/plugin-metadata-cache-redis/test/redis-server.js';

/** A Cluster of three masters, each with a replica. */
export interface RedisCluster {
  readonly masters: readonly RedisServer[];
  readonly nodes: readonly RedisServer[];
  stop(): Promise<void>;
}

const SLOTS = 16_384;

/** @param timeoutMs after which a node that does not answer is taken for dead */
export async function startCluster(timeoutMs: number): Promise<RedisCluster> {
  const nodes = await Promise.all(Array.from({ length: 6 }, () => startNode(timeoutMs)));
  const masters = nodes.slice(0, 3);
  const clients = nodes.map(({ url }) => new Redis(url));
  const each = <T>(ask: (client: Redis, index: number) => Promise<T>): Promise<T[]> => Promise.all(clients.map(ask));
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.stop()));
  };
  try {
    await each((client, index) => client.call('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1)));
    await Promise.all(
      clients.slice(0, 3).map((client, index) => {
        const [first, last] = [index, index + 1].map((part) => Math.floor((part * SLOTS) / 3)) as [number, number];
        return client.call('CLUSTER', 'ADDSLOTSRANGE', String(first), String(last - 1));
      }),
    );
    const [first] = clients as [Redis];
    for (const { port, busPort } of nodes.slice(1)) {
      await first.call('CLUSTER', 'MEET', '127.0.0.1', String(port), String(busPort));
    }
    await until(async () => (await each(knownNodes)).every((known) => known === 6));
    const ids = await each(async (client) => String(await client.call('CLUSTER', 'MYID')));
    await Promise.all(
      clients.slice(3).map((client, index) => client.call('CLUSTER', 'REPLICATE', ids[index] as string)),
    );
    await until(async () => (await each(isReady)).every((ready) => ready));
  } catch (error) {
    await stop();
    throw error;
  } finally {
    for (const client of clients) client.disconnect();
  }
  return { masters, nodes, stop };
}

interface Node extends RedisServer {
  readonly busPort: number;
}

async function startNode(timeoutMs: number): Promise<Node> {
  for (let attempt = 1; ; attempt++) {
    const busPort = await freePort();
    try {
      const options = ['--cluster-enabled', 'yes', '--cluster-node-timeout', String(timeoutMs)];
      return { ...(await startRedis([...options, '--cluster-port', String(busPort)])), busPort };
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

async function knownNodes(client: Redis): Promise<number> {
  return String(await client.call('CLUSTER', 'NODES'))
    .trim()
    .split('\n').length;
}

/** Whether a node sees the whole Cluster at work, and its replica, or it as one, has what there is. */
async function isReady(client: Redis): Promise<boolean> {
  const info = String(await client.call('CLUSTER', 'INFO'));
  const nodes = String(await client.call('CLUSTER', 'NODES'));
  const replication = await client.info('replication');
  const replicated = /role:master/.test(replication)
    ? /state=online/.test(replication)
    : /master_link_status:up/.test(replication);
  return /cluster_state:ok/.test(info) && (nodes.match(/ (?:myself,)?slave /g) ?? []).length === 3 && replicated;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  await vi.waitFor(
    async () => {
      if (!(await holds())) throw new Error('The Cluster is not ready.');
    },
    { timeout: 60_000, interval: 50 },
  );
}
