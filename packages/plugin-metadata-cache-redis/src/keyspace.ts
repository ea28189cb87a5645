import { WhoError } from '@who/core';
import type { Connection } from './connection.js';
import { failureOf, PLUGIN, type RedisErrorCode, RedisFailure } from './errors.js';
import { SEPARATOR } from './redis-store.js';

/** Keys that Redis looks at in one go. It does nothing else meanwhile, for a fraction of a millisecond. */
const BATCH = 500;
const STEP_MS = 5000;

/** All keys of a namespace, as they are, by and by. Other commands are answered in between. */
export interface Keyspace {
  /** @throws {WhoError} REDIS_FAILED */
  clear(): Promise<void>;
  /** @throws {WhoError} REDIS_FAILED */
  count(): Promise<number>;
}

export function keyspace(connection: Connection, namespace: string): Keyspace {
  const { keyPrefix } = connection;
  const pattern = `${literally(keyPrefix)}${namespace}${SEPARATOR}*`;

  async function* batches(): AsyncGenerator<readonly string[]> {
    for (const node of connection.nodes()) {
      let cursor = '0';
      do {
        const [next, keys] = await inTime(() => node.scan(cursor, pattern, BATCH));
        yield keys;
        cursor = next;
      } while (cursor !== '0');
    }
  }

  async function counted(doWith: (keys: readonly string[]) => Promise<unknown> | undefined): Promise<number> {
    let count = 0;
    try {
      for await (const keys of batches()) {
        await doWith(keys);
        count += keys.length;
      }
    } catch (error) {
      const code: RedisErrorCode = 'REDIS_FAILED';
      throw new WhoError(`Redis failed to list keys (${failureOf(error).code}): see that it can be reached.`, {
        code,
        plugin: PLUGIN,
        status: 503,
      });
    }
    return count;
  }

  return {
    async clear() {
      // Key by key: in a Cluster the keys of one command must have the same slot, and each may have moved meanwhile.
      const drop = (key: string) => inTime(() => connection.delete(key.slice(keyPrefix.length)));
      await counted((keys) => Promise.all(keys.map(drop)));
    },
    count: () => counted(() => undefined),
  };
}

/** A pattern that matches a text and nothing else. */
function literally(text: string): string {
  return text.replace(/[\\*?[\]^-]/g, '\\$&');
}

async function inTime<T>(step: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RedisFailure('TIMEOUT')), STEP_MS);
  });
  try {
    return await Promise.race([step(), late]);
  } finally {
    clearTimeout(timer);
  }
}
