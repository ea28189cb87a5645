import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { getEventListeners, once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { MetadataCacheEvent } from '@who/metadata-cache';
import { fakeExchange } from '@who/testkit';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { redisMetadataCache } from '../src/index.js';
import { user } from './helpers.js';
import { freePort, type RedisServer, redisIsThere, startRedis, startRedisAt, unlessRedis } from './redis-server.js';

const exchange = fakeExchange();
const released = { mail: ['bob@example.org'] };

/** The signals that a cache could hold sockets by. */
function watchSignals(): AbortSignal[] {
  const signals: AbortSignal[] = [];
  vi.stubGlobal(
    'AbortController',
    class extends AbortController {
      constructor() {
        super();
        signals.push(this.signal);
      }
    },
  );
  return signals;
}

afterEach(() => void vi.unstubAllGlobals());

it('holds on to no connection that is over, however many there were', async () => {
  let connections = 0;
  const held = new Set<Socket>();
  const server = createServer((socket) => {
    connections++;
    held.add(socket.on('close', () => held.delete(socket)).on('error', () => {}));
    socket.resume().end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const signals = watchSignals();
  const cache = redisMetadataCache({ url: `redis://127.0.0.1:${(server.address() as { port: number }).port}` });
  try {
    await vi.waitFor(() => expect(connections).toBeGreaterThan(4), { timeout: 20_000 });
    expect(signals).toHaveLength(1);
    for (const signal of signals) expect(getEventListeners(signal, 'abort').length).toBeLessThanOrEqual(1);
    expect(held.size).toBeLessThanOrEqual(1);
  } finally {
    await cache.close();
    server.close();
  }
});

describe.skipIf(!redisIsThere)(`redisMetadataCache after an outage${unlessRedis}`, () => {
  it.each<{ how: string; away: (server: RedisServer) => unknown; back: (server: RedisServer) => unknown }>([
    { how: 'was killed', away: (server) => server.kill(), back: (server) => server.start() },
    { how: 'was silent', away: () => {}, back: (server) => server.signal('SIGCONT') },
  ])('has the attributes for the first request, when Redis $how', async ({ away, back }) => {
    const server = await startRedis();
    const cache = redisMetadataCache({ url: server.url });
    const closed = new Promise<void>((resolve) => {
      subscribe('who:metadata-cache', function listen(message) {
        if ((message as MetadataCacheEvent).event !== 'closed') return;
        unsubscribe('who:metadata-cache', listen);
        resolve();
      });
    });
    try {
      await cache.addMetadata(exchange, user('bob', released));
      // Requests that are under way when it goes open the breaker.
      server.signal('SIGSTOP');
      const crowd = Array.from({ length: 50 }, (_, i) => cache.addMetadata(exchange, user(`user${i}`)));
      await away(server);
      await Promise.all(crowd);
      expect(await cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: {} });

      await back(server);
      const other = new Redis(server.url);
      await other.set('who:attributes::bob', JSON.stringify(['bob', released]));
      other.disconnect();
      // Nobody comes until the cache has noticed by itself.
      await closed;
      expect(await cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: released });
    } finally {
      await cache.close();
      await server.stop();
    }
  });

  it('has the attributes for the first request, when Redis was never there before', async () => {
    const port = await freePort();
    const cache = redisMetadataCache({ url: `redis://127.0.0.1:${port}` });
    expect(await cache.addMetadata(exchange, user('bob', released))).toBeUndefined();
    const server = await startRedisAt(port);
    const admin = new Redis(server.url);
    try {
      await vi.waitFor(async () => expect(await admin.get('who:attributes::bob')).not.toBeNull(), { timeout: 20_000 });
      expect(await cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: released });
      expect(
        String(await admin.client('LIST'))
          .trim()
          .split('\n'),
      ).toHaveLength(2);
    } finally {
      admin.disconnect();
      await cache.close();
      await server.stop();
    }
  });
});
