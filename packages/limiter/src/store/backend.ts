import type { MaybePromise } from '@who/core';
import type { Keys, Ledger } from '../counting/ledger.js';
import { StoreFailure } from './failure.js';

/** Who counts. */
export interface Backend {
  /**
   * Does something with the counts: those of the store; while it is away, those that stand in for it.
   *
   * @throws {WhoError} LIMITER_UNAVAILABLE where nothing stands in
   */
  use<T>(work: (ledger: Ledger) => MaybePromise<T>): MaybePromise<T>;
  /** Does something that need not be. What fails is passed over. */
  tell(ledger: Ledger, work: (ledger: Ledger) => MaybePromise<unknown>): MaybePromise<unknown>;
  /** Keeps in mind that a pair is familiar, for when the store is away. */
  remember(keys: Keys): void;
  close(): void;
}

/** Everything in this process. */
export function localBackend(local: Ledger): Backend {
  return { use: (work) => work(local), tell: (ledger, work) => work(ledger), remember() {}, close() {} };
}

export interface StoreParts {
  readonly store: Ledger;
  readonly local: Ledger;
  /** What counts in the store's place. Throws where nobody may try then. */
  readonly standIn: () => Ledger;
  readonly now: () => number;
  /** Is told of the beginning of an outage, with a code, and of its end. */
  readonly changed: (error: string | undefined) => void;
  readonly close: () => void;
}

/** For how long a store that has failed is left alone. */
const PAUSE_MS = 1000;

export function storeBackend({ store, local, standIn, now, changed, close }: StoreParts): Backend {
  let isDown = false;
  let untilMs = 0;

  function failed(error: unknown): void {
    if (!(error instanceof StoreFailure)) throw error;
    untilMs = now() + PAUSE_MS;
    if (isDown) return;
    isDown = true;
    changed(error.code);
  }

  function answered(): void {
    if (!isDown) return;
    isDown = false;
    changed(undefined);
  }

  /** A clock that was set back ends the pause. */
  function isPausing(nowMs: number): boolean {
    return isDown && nowMs < untilMs && untilMs - nowMs <= PAUSE_MS;
  }

  return {
    async use(work) {
      const nowMs = now();
      if (isPausing(nowMs)) return work(standIn());
      // Of many at once, one finds out whether it is back.
      untilMs = nowMs + PAUSE_MS;
      try {
        const result = await work(store);
        answered();
        return result;
      } catch (error) {
        failed(error);
        return work(standIn());
      }
    },
    async tell(ledger, work) {
      try {
        await work(ledger);
      } catch (error) {
        failed(error);
      }
    },
    remember: ({ pair, address }) => void local.pardon({ pair, address }),
    close,
  };
}
