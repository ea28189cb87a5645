import { failureOf } from './errors.js';

/** The reads of a store. */
export interface Reads {
  /** @param read takes the text under a key @throws {RedisFailure} at once where there is no connection */
  get(key: string, read: (text: unknown) => unknown): Promise<unknown>;
  /** Sends what has been gathered so far. */
  flush(): void;
}

/** The commands that read. Each gives its answer to `read`, and comes to what that makes of it. */
export interface ReadCommands {
  /** Whether none waits for an answer. */
  isIdle(): boolean;
  get(key: string, read: (text: unknown) => unknown): Promise<unknown>;
  getMany?(keys: readonly string[], read: (texts: unknown) => void): Promise<unknown>;
}

/** Keys in one command: Redis does nothing else meanwhile. */
export const MANY_KEYS = 100;

/** What Redis says to a command that it never takes from this client, as with an ACL that does not name it. */
const REFUSALS: ReadonlySet<string> = new Set(['NOPERM', 'CROSSSLOT', 'ERR']);

interface Read {
  readonly key: string;
  readonly read: (text: unknown) => unknown;
  readonly answer: (value: unknown) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Sends a read at once while nothing else is under way, so that it waits for nothing; otherwise all reads of a turn of
 * the event loop together, so that many users at the same time cost half as much each, here and in Redis.
 */
export function gatheredReads(commands: ReadCommands): Reads {
  let gathered: Read[] = [];
  let takesMany = commands.getMany !== undefined;

  function flush(): void {
    if (gathered.length === 0) return;
    const reads = gathered;
    gathered = [];
    if (reads.length === 1) sendEach(reads);
    else void sendTogether(reads);
  }

  async function sendTogether(reads: readonly Read[]): Promise<void> {
    const answerAll = (texts: unknown): void => {
      const isAnswer = Array.isArray(texts) && texts.length === reads.length;
      // An answer to another question is handed to everybody, who will know it as that.
      reads.forEach(({ read, answer }, i) => {
        answer(read(isAnswer ? texts[i] : texts));
      });
    };
    const keys = reads.map(({ key }) => key);
    try {
      await commands.getMany?.(keys, answerAll);
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
    for (const { key, read, answer, fail } of reads) {
      try {
        commands.get(key, read).then(answer, fail);
      } catch (error) {
        fail(error);
      }
    }
  }

  return {
    get(key, read) {
      if (!takesMany || commands.isIdle()) return commands.get(key, read);
      return new Promise((answer, fail) => {
        if (gathered.length === 0) setImmediate(flush);
        gathered.push({ key, read, answer, fail });
        if (gathered.length === MANY_KEYS) flush();
      });
    },
    flush,
  };
}
