import { once } from 'node:events';
import { createServer } from 'node:http';
import { listen } from '../http/listen.js';
import { interleave } from '../interleave.js';
import { withAll } from '../processes/all.js';
import { startChild } from '../processes/child.js';
import { startRedis } from './redis-server.js';
import type { Answer, Question, Transport, Way } from './replay-worker.js';

/** Somebody reads metadata from Redis, in one of the ways to compare. */
export interface ReplayCase {
  readonly id: string;
  readonly transport: Transport;
  readonly way: Way;
  readonly readers: number;
  /** The id of the case that it is compared with. */
  readonly base: string;
}

export const replayCases: readonly ReplayCase[] = (['TCP', 'Unix socket'] as const).flatMap((transport) =>
  [1, 20, 50].flatMap((readers) =>
    (['replay', 'bare'] as const).map((way) => {
      const idOf = (one: Way): string => `redis/${transport === 'TCP' ? 'tcp' : 'unix'}-${one}-${readers}`;
      return { id: idOf(way), transport, way, readers, base: idOf('bare') };
    }),
  ),
);

/** How fast metadata is read from a Redis that has a core of its own, beside what reading it takes at least. */
export function measureReplay(rounds: number): Promise<ReadonlyMap<string, readonly Answer[]>> {
  return withAll(async (keep) => {
    const port = await freePort();
    const redis = keep(await startRedis(port, 'load'));
    const args = [String(port), redis.socket];
    const worker = keep(startChild<Question, Answer>('redis/replay-worker.js', { args, core: 'server' }));
    const cases = replayCases.map(({ id, transport, way, readers }) => ({
      id,
      sample: () => worker.ask({ transport, way, readers, reads: readers === 1 ? 2000 : 10_000 }),
    }));
    await interleave(cases, 3);
    return interleave(cases, rounds);
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  const { port } = new URL(await listen(server));
  server.close();
  await once(server, 'close');
  return Number(port);
}
