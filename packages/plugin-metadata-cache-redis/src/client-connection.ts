import calculateSlot from 'cluster-key-slot';
import type { RedisClient } from './client.js';
import type { Connection } from './connection.js';
import { RedisFailure } from './errors.js';

/** States of a client that is connecting, and queues commands until it has. */
const STARTING: ReadonlySet<string> = new Set(['wait', 'connecting', 'connect']);

/** Redis by the application's own client, which this never opens, closes or listens to. */
export function clientConnection(client: RedisClient): Connection {
  const keyPrefix = client.options?.keyPrefix ?? '';
  let wasReady = false;

  /** A client that has lost its connection would queue commands without bound, and send them when nobody waits. */
  function ready(): RedisClient {
    if (client.status === 'ready') wasReady = true;
    else if (wasReady || !STARTING.has(client.status)) throw new RedisFailure('NOT_CONNECTED');
    return client;
  }

  return {
    get: (key) => ready().get(key),
    // The keys of one command must be on the same node.
    ...(!client.nodes && { getMany: (keys: readonly string[]) => ready().mget([...keys]) }),
    set: (key, text, ttlMs) => ready().set(key, text, 'PX', ttlMs),
    delete: (key) => ready().unlink(key),
    nodes: () =>
      (client.nodes?.('master') ?? [client]).map((node) => ({
        scan: (cursor, pattern, count) => node.scan(cursor, 'MATCH', pattern, 'COUNT', count),
      })),
    keyPrefix,
    ...(client.nodes && { shardOf: (key: string) => client.slots?.[calculateSlot(keyPrefix + key)]?.[0] }),
    async close() {},
  };
}
