import { setTimeout as delay } from 'node:timers/promises';
import type { CasSessionStore } from '@who/plugin-cas';
import { openRedis } from './redis.js';

/** Where it is kept which sessions CAS has ended, and how to let go of it. */
export interface SessionStore {
  /** None: the memory of this process. */
  readonly store: CasSessionStore | undefined;
  close(): void;
}

/** In memory, or in Redis, so that a logout at CAS counts in every process. */
export async function openSessionStore([url, ...others]: readonly string[]): Promise<SessionStore> {
  if (url === undefined) return { store: undefined, close() {} };
  const client = openRedis([url, ...others]);
  const ready = new Promise<void>((resolve) => {
    client.once('ready', resolve).once('close', resolve);
  });
  await Promise.race([ready, delay(2000, undefined, { ref: false })]);

  // No failure is passed over here: who ends a session has to know that it goes on.
  const store: CasSessionStore = {
    async get(key) {
      const text = await client.get(NAMESPACE + key);
      return text === null ? undefined : JSON.parse(text);
    },
    set: (key, value, ttlMs) => client.set(NAMESPACE + key, JSON.stringify(value), 'PX', Math.ceil(ttlMs)),
    delete: (key) => client.unlink(NAMESPACE + key),
  };
  return { store, close: () => client.disconnect() };
}

const NAMESPACE = 'who:';
