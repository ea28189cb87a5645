import { Identity } from '@who/core';
import { redisMetadataCache } from '@who/plugin-metadata-cache-redis';
import { fakeExchange } from '@who/testkit';
import { Redis } from 'ioredis';
import { answering } from '../processes/answering.js';

/** Reads ten attributes of somebody over and over, in the ways to compare. The connections are `replay-worker.js PORT SOCKET`. */
export interface Question {
  readonly transport: Transport;
  readonly way: Way;
  /** How many read at the same time, each again as soon as it has its answer. */
  readonly readers: number;
  readonly reads: number;
}

/** The cache; or a `GET` and `JSON.parse` of the same attributes. */
export type Way = 'replay' | 'bare';

export type Transport = 'TCP' | 'Unix socket';

export interface Answer {
  readonly perSecond: number;
  readonly cpuMicroseconds: number;
}

const attributes = Object.fromEntries(
  Array.from({ length: 10 }, (_, i) => [
    `attribute${i}`,
    [`some value ${i}`, ...(i % 3 === 0 ? ['another value'] : [])],
  ]),
);
const exchange = fakeExchange();
const [signingIn, signedIn] = [{ attributes }, {}].map(
  (metadata) => new Identity({ userid: 'alice', metadata }, 'ticket', 'ticket'),
) as [Identity, Identity];

const [port, socket] = process.argv.slice(2) as [string, string];
const ways: Readonly<Record<Transport, Readonly<Record<Way, () => unknown>>>> = {
  TCP: await waysOver(new Redis(Number(port))),
  'Unix socket': await waysOver(new Redis(socket)),
};

async function waysOver(client: Redis): Promise<Readonly<Record<Way, () => unknown>>> {
  const cache = redisMetadataCache({ client });
  await client.set('alice', JSON.stringify(attributes));
  await cache.addMetadata(exchange, signingIn);
  return {
    bare: async () => ({ attributes: JSON.parse((await client.get('alice')) as string) }),
    replay: () => cache.addMetadata(exchange, signedIn),
  };
}

answering(async ({ transport, way, readers, reads }: Question): Promise<Answer> => {
  const read = ways[transport][way];
  let left = reads;
  async function reader(): Promise<void> {
    while (left-- > 0) {
      const found = (await read()) as { readonly attributes: typeof attributes };
      if (!found.attributes['attribute9']) throw new Error(`${way} has found nothing.`);
    }
  }
  const [started, before] = [performance.now(), process.cpuUsage()];
  await Promise.all(Array.from({ length: readers }, reader));
  const [seconds, { user, system }] = [(performance.now() - started) / 1000, process.cpuUsage(before)];
  return { perSecond: reads / seconds, cpuMicroseconds: (user + system) / reads };
});
