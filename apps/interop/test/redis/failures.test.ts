import { redisMetadataCache } from '@who/plugin-metadata-cache-redis';
import { Redis } from 'ioredis';
import { Redis as Redis5 } from 'ioredis-5';
import { describe, expect, it, vi } from 'vitest';
import { redisIsThere, unlessRedis } from '../../../../packages/plugin-metadata-cache-redis/test/redis-server.js';
import { WaitingClock } from '../waiting-clock.js';
import { type Application, mailOf, startApplication } from './application.js';
import { kinds } from './troubles.js';

/** 250 ms, and some. */
const ONCE_MS = 2000;
/** Half a minute and more, if each of them waited. */
const MANY = 200;
const MANY_MS = 15_000;

type Where = Parameters<typeof redisMetadataCache<'attributes'>>[0];

/** A way to reach a server. */
interface Way {
  readonly where: Where;
  /** What an application does whose client has gone mad. Nobody else may. */
  reconnect(): void;
  close(): void;
}

const ways: [string, (url: string) => Way][] = [
  ['by URL', (url) => ({ where: { url }, reconnect() {}, close() {} })],
  ['by ioredis 6', (url) => byClient(new Redis(url))],
  ['by ioredis 5', (url) => byClient(new Redis5(url))],
];

function byClient(client: Redis | Redis5): Way {
  // Without a listener, ioredis writes its errors to the terminal.
  client.on('error', () => {});
  return { where: { client }, reconnect: () => client.disconnect(true), close: () => client.disconnect() };
}

describe.skipIf(!redisIsThere).concurrent(`Redis that is${unlessRedis}`, () => {
  describe.each(kinds)('$what', ({ start, isReadable = false, fromTheStart = false, lies = false }) => {
    it.each(ways)('fails no request and holds up none, %s', async (_way, open) => {
      const victim = await start();
      const way = open(victim.url);
      const cleanup: (() => unknown)[] = [victim.stop, way.close];
      using clock = new WaitingClock();
      const run = async (options: { readonly strict?: boolean } = {}): Promise<Application> => {
        // Where reading goes on, it is to succeed each time, however busy the machine is.
        const patience = isReadable ? { timeoutMs: 30_000 } : {};
        const cache = redisMetadataCache({ ...way.where, ...patience, ...options });
        const application = await startApplication(cache);
        cleanup.push(cache.close, application.close);
        return application;
      };

      try {
        if (fromTheStart) await victim.begin();
        const [application, other, strict] = [await run(), await run(), await run({ strict: true })];
        if (!fromTheStart) {
          await application.visit('bob', 'release');
          await eventually(() => seen(other, 'bob'));
          await victim.begin();
        }

        // All at the same moment, one of them a sign-in, and then one after the other.
        const began = clock.now();
        const crowd = await Promise.all(
          Array.from({ length: 60 }, () => other.visit('bob')).concat(application.visit('ann', 'release')),
        );
        expect(crowd.map(({ status }) => status)).toEqual(crowd.map(() => 200));
        const once = clock.now();
        expect(once - began).toBeLessThan(ONCE_MS);
        for (let i = 0; i < MANY; i++) {
          const { status, mail } = await other.visit('bob');
          expect(status).toBe(200);
          expect(isReadable ? mail : [...mail, mailOf('bob')].slice(0, 1)).toEqual([mailOf('bob')]);
        }
        expect(clock.now() - once).toBeLessThan(MANY_MS);

        const severe = await strict.visit('tim', 'release');
        if (!lies) expect(severe).toMatchObject({ status: 503, code: 'METADATA_STORE_FAILED' });

        await victim.end();
        if (lies) way.reconnect();
        await eventually(async () => {
          expect(await application.visit('bob', 'release')).toMatchObject({ status: 200 });
          await seen(other, 'bob');
        });
        await eventually(async () => {
          expect(await strict.visit('tim', 'release')).toMatchObject({ status: 200 });
          await seen(strict, 'tim');
          await seen(other, 'tim');
        });
        // What was captured in the meantime is not lost either.
        if (!lies) await eventually(() => seen(other, 'ann'));
      } finally {
        for (const end of cleanup.reverse()) await end();
      }
    });
  });
});

async function seen(application: Application, userid: string): Promise<void> {
  expect(await application.visit(userid)).toMatchObject({ status: 200, mail: [mailOf(userid)] });
}

async function eventually(check: () => Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: 60_000, interval: 100 });
}
