import type { Connection } from './connection.js';
import { failureOf } from './errors.js';

/** The reads of a store. */
export interface Reads {
  /** The text under a key. @throws {RedisFailure} at once where there is no connection */
  get(key: string): Promise<unknown>;
  /** Sends what has been gathered so far. */
  flush(): void;
}

/** Keys in one command: Redis does nothing else meanwhile. */
export const MANY_KEYS = 100;

/** What Redis says to a command that it never takes from this client, as with an ACL that does not name it. */
const REFUSALS: ReadonlySet<string> = new Set(['NOPERM', 'CROSSSLOT', 'ERR']);

interface Read {
  readonly key: string;
  readonly answer: (text: unknown) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Sends a read at once while nothing else is under way, so that it waits for nothing; otherwise all reads of a turn of
 * the event loop together, so that many users at the same time cost half as much each, here and in Redis.
 *
 * @param isIdle whether no command waits for an answer
 */
export function gatheredReads(connection: Connection, isIdle: () => boolean): Reads {
  let gathered: Read[] = [];
  let takesMany = connection.getMany !== undefined;

  function flush(): void {
    if (gathered.length === 0) return;
    const reads = gathered;
    gathered = [];
    if (reads.length === 1) sendEach(reads);
    else void sendTogether(reads);
  }

  async function sendTogether(reads: readonly Read[]): Promise<void> {
    try {
      const texts = await connection.getMany?.(reads.map(({ key }) => key));
      const isAnswer = Array.isArray(texts) && texts.length === reads.length;
      // An answer to another question is handed to everybody, who will know it as that.
      for (const [i, { answer }] of reads.entries()) answer(isAnswer ? texts[i] : texts);
    } catch (error) {
      if (REFUSALS.has(failureOf(error).code)) {
        takesMany = false;
        sendEach(reads);
      } else {
        for (const { fail } of reads) fail(error);
      }
    }
  }

  function sendEach(reads: readonly Read[]): void {
    for (const { key, answer, fail } of reads) {
      try {
        connection.get(key).then(answer, fail);
      } catch (error) {
        fail(error);
      }
    }
  }

  return {
    get(key) {
      if (!takesMany || isIdle()) return connection.get(key);
      return new Promise((answer, fail) => {
        if (gathered.length === 0) setImmediate(flush);
        gathered.push({ key, answer, fail });
        if (gathered.length === MANY_KEYS) flush();
      });
    },
    flush,
  };
}
