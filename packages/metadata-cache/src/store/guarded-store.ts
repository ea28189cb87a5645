import { type Exchange, isPromise, type MaybePromise, WhoError } from '@who/core';
import { isLasting } from '@who/secrets';
import type { MetadataCacheErrorCode } from '../errors.js';
import { reasons } from '../reasons.js';
import { nameOf } from '../reporting/error-name.js';
import { events } from '../reporting/events.js';
import type { Reports, Witness } from '../reporting/reports.js';
import type { Snapshot } from '../values/snapshot.js';
import { circuit, Pending, Unavailable } from './circuit.js';
import type { OwnCopies } from './own-copies.js';
import type { MetadataStore } from './store.js';
import { ageMs, type Write, writes } from './writes.js';

/** A store whose failures are dealt with: as nothing stored, or in strict mode as a {@link WhoError}. */
export interface GuardedStore {
  /** @param read takes what the store answers, or an {@link OwnValue} */
  get<T>(exchange: Exchange, key: string, read: (stored: unknown) => MaybePromise<T>): MaybePromise<T>;
  /** Keeps a value. With `isBehind` nobody waits for it. */
  set(exchange: Exchange, key: string, kept: Snapshot, ttlMs: number, isBehind: boolean): MaybePromise<void>;
  delete(exchange: Exchange, key: string, isBehind?: boolean): MaybePromise<void>;
}

/** A value that did not come from the store: frozen, and known to be good. */
export class OwnValue {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/** How a store is dealt with. */
export interface StorePolicy {
  readonly store: MetadataStore;
  readonly plugin: string;
  readonly name: string;
  readonly strict: boolean;
  readonly timeoutMs: number;
  /** The longest lifetime that a value may have. */
  readonly longestMs: number;
}

/** The one place that knows what a failure of the store means to a request. */
export function guardStore(policy: StorePolicy, report: Reports, copies: OwnCopies | undefined): GuardedStore {
  const { store, plugin, name, strict, timeoutMs, longestMs } = policy;
  const within = circuit(store, timeoutMs, (isOpen, shard) => {
    if (events.hasSubscribers) events.publish({ event: isOpen ? 'opened' : 'closed', plugin, name, shard });
  });
  const { write, unconfirmed, hasFailed } = writes(store, within, longestMs, failedBehind);

  /** @returns what happened, in words */
  function note(operation: string, error: unknown): string {
    const problem = nameOf(error);
    if (events.hasSubscribers) events.publish({ event: 'failed', plugin, name, operation, error: problem });
    return `The store failed to ${operation} metadata (${problem})`;
  }

  function tell({ explain }: Exchange, operation: string, error: unknown): void {
    if (error instanceof Unavailable) explain?.(reasons.BREAKER_OPEN);
    else explain?.(reasons.CACHE_STORE_FAILED, { operation, error: nameOf(error) });
  }

  /** @throws {WhoError} METADATA_STORE_FAILED in strict mode */
  function fail(exchange: Exchange, operation: string, error: unknown): undefined {
    const what = note(operation, error);
    tell(exchange, operation, error);
    if (strict) {
      const code: MetadataCacheErrorCode = 'METADATA_STORE_FAILED';
      throw new WhoError(`${what}: see that it runs and can be reached.`, { code, plugin, status: 503 });
    }
    report.failed(exchange, `${what}; metadata counts as absent until it answers again.`);
    return undefined;
  }

  /** What fails when nobody waits for it is no request's failure, in strict mode neither. */
  function failedBehind(failed: Write, error: unknown): void {
    const what = note(operationOf(failed), error);
    report.failed(witnessOf(failed), `${what}; it is tried again until it answers.`);
  }

  function failedGet(exchange: Exchange, key: string, error: unknown): unknown {
    const own = copies?.get(key);
    if (own === undefined) return fail(exchange, 'get', error);
    note('get', error);
    tell(exchange, 'get', error);
    exchange.explain?.(reasons.CACHE_OWN_COPY);
    if (events.hasSubscribers) events.publish({ event: 'own', plugin, name });
    return new OwnValue(own);
  }

  /** What this process has captured or dropped itself counts, also while the store does not know of it. */
  function ownValue(exchange: Exchange, own: Write): unknown {
    if (strict && hasFailed(own)) return fail(exchange, 'get', new Unavailable());
    return own.kept && ageMs(own) < own.ttlMs ? new OwnValue(own.kept.value) : undefined;
  }

  function change(exchange: Exchange, change: Write, isBehind: boolean): MaybePromise<void> {
    const failed = isBehind
      ? (error: unknown) => failedBehind(change, error)
      : (error: unknown) => fail(exchange, operationOf(change), error);
    try {
      const answer = write(change);
      if (!isPromise(answer)) return report.answered();
      const settled = answer.then(report.answered, failed);
      // Where it would end with the request, the request waits for it.
      return isBehind && isLasting ? undefined : settled;
    } catch (error) {
      return failed(error);
    }
  }

  function changeOf(exchange: Exchange, key: string, kept: Snapshot | undefined, ttlMs: number): Write {
    return { key, kept, ttlMs, sinceMs: performance.now(), atMs: exchange.now(), logger: exchange.logger };
  }

  const stored = (key: string): MaybePromise<unknown> => store.get(key);

  /** Apart from `get`, which would make room for these functions on every call. */
  function readLater<T>(
    exchange: Exchange,
    key: string,
    answer: Pending<unknown>,
    read: (stored: unknown) => MaybePromise<T>,
  ): Promise<T> {
    return answer.settle(
      (value) => {
        report.answered();
        return read(value);
      },
      (error: unknown) => read(failedGet(exchange, key, error)),
    );
  }

  return {
    get(exchange, key, read) {
      const own = unconfirmed(key);
      if (own) return read(ownValue(exchange, own));
      let answer: unknown;
      try {
        answer = within.run(key, stored);
      } catch (error) {
        return read(failedGet(exchange, key, error));
      }
      if (answer instanceof Pending) return readLater(exchange, key, answer, read);
      report.answered();
      return read(answer);
    },
    set: (exchange, key, kept, ttlMs, isBehind) => change(exchange, changeOf(exchange, key, kept, ttlMs), isBehind),
    delete: (exchange, key, isBehind = false) =>
      change(exchange, changeOf(exchange, key, undefined, longestMs), isBehind),
  };
}

function operationOf({ kept }: Write): string {
  return kept ? 'set' : 'delete';
}

function witnessOf(write: Write): Witness {
  return { logger: write.logger, now: () => write.atMs + ageMs(write) };
}
