import KeyvRedis from '@keyv/redis';
import type { Connection } from './connection.js';
import { RedisFailure } from './errors.js';
import { type OpenClient, openClient, type Server } from './open-client.js';

/** Time between two connections that are given up for what came over them. */
const RENEW_GAP_MS = 10_000;
/** How long commands may still be under way when the connection is closed. */
const CLOSE_MS = 1000;

/** A connection to one server, by `@keyv/redis`. It is made at once, and made again whenever it is lost. */
export function urlConnection(server: Server): Connection {
  let renewedMs = Number.NEGATIVE_INFINITY;
  let isClosed = false;
  let current: OpenClient = openClient(server, replace);
  const adapter = new KeyvRedis<string>(current.client, { throwOnErrors: true });
  // Whoever asks gets the errors. Without a listener they would end the process.
  adapter.on('error', () => {});

  function replace(broken: OpenClient): void {
    if (isClosed || broken !== current) return;
    current = openClient(server, replace);
    adapter.client = current.client;
    broken.destroy();
  }

  /** Only the first connection is waited for, and only until it is there or has failed. */
  function ask<T>(command: () => Promise<T>): Promise<T> {
    const { client, settled } = current;
    if (client.isReady) return command();
    if (settled === undefined) throw new RedisFailure('NOT_CONNECTED');
    return settled.then(() => {
      if (!current.client.isReady) throw new RedisFailure('NOT_CONNECTED');
      return command();
    });
  }

  return {
    get: (key) => ask(() => adapter.get(key)),
    getMany: (keys) => ask(() => current.client.mGet([...keys])),
    set: (key, text, ttlMs) => ask(() => adapter.set(key, text, ttlMs)),
    delete: (key) => ask(() => adapter.delete(key)),
    nodes: () => [
      {
        scan: (cursor, pattern, count) =>
          ask(async () => {
            const found = await current.client.scan(cursor, { MATCH: pattern, COUNT: count });
            return [found.cursor, found.keys] as const;
          }),
      },
    ],
    keyPrefix: '',
    renew() {
      const nowMs = performance.now();
      if (nowMs - renewedMs < RENEW_GAP_MS) return;
      renewedMs = nowMs;
      replace(current);
    },
    async close() {
      isClosed = true;
      await current.drain(CLOSE_MS);
      current.destroy();
    },
  };
}
