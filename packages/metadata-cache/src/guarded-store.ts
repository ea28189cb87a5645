import { type Exchange, isPromise, type MaybePromise, WhoError } from '@who/core';
import type { MetadataCacheErrorCode } from './errors.js';
import type { Settings } from './options.js';
import type { Reports } from './reports.js';
import type { Snapshot } from './snapshot.js';

/** A store whose failures are dealt with: as nothing stored, or in strict mode as a {@link WhoError}. */
export interface GuardedStore {
  get(exchange: Exchange, key: string): MaybePromise<unknown>;
  set(exchange: Exchange, key: string, kept: Snapshot): MaybePromise<unknown>;
  delete(exchange: Exchange, key: string): MaybePromise<unknown>;
}

/** The one place that calls the store. */
export function guardStore({ store, plugin, strict, ttlMs }: Settings, report: Reports): GuardedStore {
  /** @throws {WhoError} METADATA_STORE_FAILED in strict mode */
  function fail(exchange: Exchange, operation: string, error: unknown): undefined {
    const what = `The store failed to ${operation} metadata (${nameOf(error)})`;
    if (strict) {
      const code: MetadataCacheErrorCode = 'METADATA_STORE_FAILED';
      throw new WhoError(`${what}: see that it runs and can be reached.`, { code, plugin, status: 503 });
    }
    report.failed(exchange, `${what}; metadata counts as absent until it answers again.`);
    return undefined;
  }

  function ask(exchange: Exchange, operation: string, call: () => MaybePromise<unknown>): MaybePromise<unknown> {
    const check = (answer: unknown): unknown => {
      if (answer === false && operation === 'set') throw new Refusal();
      report.answered();
      return answer;
    };
    try {
      const answer = call();
      if (!isPromise(answer)) return check(answer);
      return answer.then(check).then(undefined, (error: unknown) => fail(exchange, operation, error));
    } catch (error) {
      return fail(exchange, operation, error);
    }
  }

  return {
    get: (exchange, key) => ask(exchange, 'get', () => store.get(key)),
    set: (exchange, key, { value, bytes }) => ask(exchange, 'set', () => store.set(key, value, ttlMs, bytes)),
    delete: (exchange, key) => ask(exchange, 'delete', () => store.delete(key)),
  };
}

class Refusal extends Error {
  override readonly name = 'Refusal';
}

/**
 * The code or the name of an error, and nothing else of it: the messages of JSON parsers and the properties of
 * database errors quote the data, which is personal.
 */
function nameOf(error: unknown): string {
  const { code, name } = Object(error) as { readonly code?: unknown; readonly name?: unknown };
  return (
    ([code, name].find((word) => typeof word === 'string' && /^\w{1,64}$/.test(word)) as string | undefined) ?? 'Error'
  );
}
