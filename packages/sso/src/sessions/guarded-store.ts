import { chain, isPromise, type MaybePromise, type WhoError } from '@who/core';
import { quietTimer } from '@who/secrets';
import type { Failures } from '../errors.js';
import { addBySteps } from './add-by-steps.js';
import type { SsoSessionStore } from './store.js';

/** The one place that calls a store: its keys stand apart from others', and it fails in one way and in time. */
export interface GuardedStore {
  /** @throws {WhoError} …_SESSION_STORE_FAILED */
  get(key: string): MaybePromise<unknown>;
  /** @throws {WhoError} …_SESSION_STORE_FAILED */
  set(key: string, value: unknown, ttlMs: number): MaybePromise<void>;
  /** @throws {WhoError} …_SESSION_STORE_FAILED */
  delete(key: string): MaybePromise<void>;
  /**
   * Keeps a value where nothing is kept: in one step where the store can, else in a few of which several processes
   * cannot all come to the end.
   *
   * @returns `false` when something is kept there already, or may be, as somebody else is just about it
   * @throws {WhoError} …_SESSION_STORE_FAILED
   */
  add(key: string, value: unknown, ttlMs: number): MaybePromise<boolean>;
}

/**
 * Only silence makes it leave a store alone. Errors that come at once hold nobody up, and whether they are passed over is
 * for who asks: sessions must not count as alive because somebody else's question has failed. (A cache may miss, so the
 * breaker of `@who/metadata-cache` opens at errors, too, for each shard of the store.)
 *
 * @param prefix of its keys
 * @param timeoutMs how long an answer may take that does not come at once
 */
export function guardStore(
  store: SsoSessionStore,
  prefix: string,
  timeoutMs: number,
  { fail }: Pick<Failures, 'fail'>,
): GuardedStore {
  /**
   * Until then nobody waits for it, as it has not answered in time, unless it is known to be back before. Errors that
   * come at once hold nobody up. In Workers the timer that finds it back goes with the request in which it was set.
   */
  let awayUntilMs = 0;
  const isAway = (): boolean => awayUntilMs > 0 && performance.now() < awayUntilMs;

  const storeFailed = (operation: string, error: unknown): WhoError =>
    fail('SESSION_STORE_FAILED', problemOf(operation, error));

  function ask(operation: string, call: () => MaybePromise<unknown>): MaybePromise<unknown> {
    if (isAway()) throw storeFailed(operation, AWAY);
    let answer: MaybePromise<unknown>;
    try {
      answer = call();
    } catch (error) {
      throw storeFailed(operation, error);
    }
    return isPromise(answer) ? inTime(operation, answer, leaveAlone) : answer;
  }

  function inTime(operation: string, answer: PromiseLike<unknown>, onLate: () => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        onLate();
        reject(storeFailed(operation, { name: 'Timeout' }));
      }, timeoutMs);
      answer.then(
        (value) => {
          clearTimeout(timer);
          resolve(value);
        },
        (error: unknown) => {
          clearTimeout(timer);
          reject(storeFailed(operation, error));
        },
      );
    });
  }

  function leaveAlone(): void {
    if (!isAway()) tryLater();
  }

  function tryLater(): void {
    awayUntilMs = performance.now() + RETRY_MS + timeoutMs + SLACK_MS;
    quietTimer(tryAgain, RETRY_MS);
  }

  /** Beside all requests: none of them has to find out whether the store is back. */
  function tryAgain(): void {
    let isLate = false;
    const settle = (): void => {
      awayUntilMs = 0;
      if (isLate) tryLater();
    };
    const onLate = (): void => {
      isLate = true;
    };
    try {
      const answer = store.get(`${prefix}?`);
      if (isPromise(answer)) inTime('get', answer, onLate).then(settle, settle);
      else settle();
    } catch {
      settle();
    }
  }

  const kept = (answer: unknown): void => {
    if (answer === false) throw storeFailed('set', undefined);
  };

  const made: GuardedStore = {
    get(key) {
      // Not `ask`: its closure would be made on every request of everybody who is signed in.
      if (isAway()) throw storeFailed('get', AWAY);
      let answer: unknown;
      try {
        answer = store.get(prefix + key);
      } catch (error) {
        throw storeFailed('get', error);
      }
      return isPromise(answer) ? inTime('get', answer, leaveAlone) : answer;
    },
    set(key, value, ttlMs) {
      const answer = ask('set', () => store.set(prefix + key, value, ttlMs));
      return isPromise(answer) ? answer.then(kept) : kept(answer);
    },
    delete(key) {
      const answer = ask('delete', () => store.delete(prefix + key));
      return isPromise(answer) ? answer.then(() => {}) : undefined;
    },
    add(key, value, ttlMs) {
      if (store.add)
        return chain(
          ask('add', () => store.add?.(prefix + key, value, ttlMs)),
          (added) => added === true,
        );
      return addBySteps(made, key, value, ttlMs);
    },
  };
  return made;
}

const AWAY = { name: 'Away' };

/** How long a store is left alone that has not answered in time. */
const RETRY_MS = 1000;
/** How late a timer may come without being lost. */
const SLACK_MS = 2000;

/** Of what went wrong only the code or the name is told: messages quote keys, values and addresses. */
function problemOf(operation: string, error: unknown): string {
  const { code, name } = Object(error) as { readonly code?: unknown; readonly name?: unknown };
  const reason = [code, name, 'Error'].find((word) => typeof word === 'string' && /^\w{1,64}$/.test(word));
  return `The session store failed to ${operation} (${reason}): see that it runs and can be reached.`;
}
