import type { MetadataStore } from '@who/metadata-cache';
import { decode, encode, OUT_OF_STEP, RUBBISH } from './codec.js';
import type { Connection } from './connection.js';
import { failureOf, RedisFailure } from './errors.js';
import { gatheredReads } from './reads.js';

export interface RedisStore extends MetadataStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown, ttlMs: number): Promise<unknown>;
  delete(key: string): Promise<unknown>;
  /** Answers nobody any more. */
  end(): void;
}

/** Commands that may wait for an answer at the same time: what a busy process sends in the time of one outage. */
export const MAX_PENDING = 10_000;
/** A connection that has not answered a question for so long is given up. */
export const STALLED_MS = 5000;

/** Between namespace and key. It is not in a namespace, so that none is the beginning of another. */
export const SEPARATOR = '::';

/**
 * A store over a connection to Redis. Each operation is one command, reads of several keys share one. What comes back is
 * checked to be of its key.
 *
 * @param maxChars the longest text that is parsed
 * @param now in milliseconds, never going back
 */
export function redisStore(
  connection: Connection,
  namespace: string,
  maxChars: number,
  now: () => number = () => performance.now(),
): RedisStore {
  const prefix = namespace + SEPARATOR;
  const { getMany, shardOf } = connection;
  let pending = 0;
  /** One command at a time stands for all: answers come in the order of questions. */
  let isWatching = false;
  let watchedMs = 0;
  let isEnded = false;

  const reads = gatheredReads({
    isIdle: () => pending === 0,
    get: (key, read) => send(() => connection.get(key), read),
    ...(getMany && { getMany: (keys, read) => send(() => getMany(keys), read, keys.length) }),
  });

  /**
   * @param count how many commands it stands for
   * @throws {RedisFailure} at once where there is no connection; the command was not sent then
   */
  function send<T>(command: () => Promise<unknown>, read: (answer: unknown) => T, count = 1): Promise<T> {
    if (isEnded) throw new RedisFailure('CLOSED');
    if (pending + count > MAX_PENDING) throw new RedisFailure('TOO_MANY_PENDING');
    if (isWatching && now() - watchedMs > STALLED_MS) {
      watchedMs = now();
      connection.renew?.();
    }
    const sent = command();
    pending += count;
    const isWatched = !isWatching;
    if (isWatched) {
      isWatching = true;
      watchedMs = now();
    }
    return sent.then(
      (answer) => {
        answered(count, isWatched);
        return read(answer);
      },
      (error: unknown) => {
        answered(count, isWatched);
        const failure = failureOf(error);
        // The address may mean another server by now: the one that answers has become a replica.
        if (failure.code === 'READONLY') connection.renew?.();
        throw failure;
      },
    );
  }

  function answered(count: number, isWatched: boolean): void {
    pending -= count;
    if (isWatched) isWatching = false;
  }

  function checked(key: string, text: unknown): unknown {
    const value = decode(key, text, maxChars);
    if (value !== OUT_OF_STEP) return value;
    connection.renew?.();
    return RUBBISH;
  }

  return {
    fresh: true,
    namespace,
    get: (key) => reads.get(prefix + key, (text) => checked(key, text)),
    set: (key, value, ttlMs) =>
      // Redis takes whole milliseconds, and at least one.
      send(() => connection.set(prefix + key, encode(key, value), Math.max(1, Math.ceil(ttlMs))), nothing),
    delete: (key) => send(() => connection.delete(prefix + key), nothing),
    ...(shardOf && { shardOf: (key: string) => shardOf(prefix + key) }),
    end() {
      reads.flush();
      isEnded = true;
    },
  };
}

function nothing(): void {}
