import { chain, type MaybePromise, refusalCodeOf } from '@who/core';
import type { Ledger, Ticket } from '../counting/ledger.js';
import { outcome } from './outcome.js';
import type { Outcome } from './recent.js';
import type { Subject } from './subject.js';

/** What was counted, and where. */
export interface Held {
  readonly ledger: Ledger;
  readonly ticket: Ticket;
}

/** What an attempt tells of itself. Nothing of it fails. */
export interface Listener {
  /** Counts late: what was right a short while ago was wrong now. Nothing where that is no news. */
  late(): MaybePromise<Held | undefined>;
  failed(held: Held): void;
  succeeded(held: Held): MaybePromise<unknown>;
  released(held: Held): MaybePromise<unknown>;
  ended(outcome: Outcome): void;
}

/**
 * One guess, which one authenticator checks or several, one after the other. It counts as a failure from the beginning,
 * and one that says it is right, or cannot say, changes that.
 */
export class Attempt {
  readonly subject: Subject;
  #held: Held | undefined;
  #state: 'open' | 'wrong' | 'over' = 'open';
  #checks = 0;
  readonly #listener: Listener;

  /** @param held nothing where the guess was right a short while ago */
  constructor(subject: Subject, held: Held | undefined, listener: Listener) {
    this.subject = subject;
    this.#held = held;
    this.#listener = listener;
  }

  /**
   * Has it checked.
   *
   * @param isLast whether nobody else is going to check it
   * @returns what `verify` says; `undefined`, `null` and `false` mean that it is wrong
   */
  run<T>(verify: () => MaybePromise<T>, isLast: boolean): MaybePromise<T> {
    this.#checks++;
    return outcome(
      verify,
      (value) => {
        this.#checks--;
        if (value === undefined || value === null || (value as unknown) === false) {
          return chain(this.#wrong(isLast), () => value);
        }
        return chain(this.#right(), () => value);
      },
      (error) => {
        this.#checks--;
        // An account that signs nobody in is no reason to let anybody try all passwords.
        const settled = refusalCodeOf(error) === undefined ? this.#nothing() : this.#wrong(isLast);
        return chain(settled, () => {
          throw error;
        });
      },
    );
  }

  /** Others begin to check as soon as this one has said no: whether nobody does shows when the engine has gone on. */
  #wrong(isLast: boolean): MaybePromise<unknown> {
    if (this.#state !== 'open') return undefined;
    if (isLast) return this.#settleWrong();
    setImmediate(() => {
      if (this.#state === 'open' && this.#checks === 0) void this.#settleWrong();
    });
    return undefined;
  }

  #settleWrong(): MaybePromise<unknown> {
    this.#state = 'wrong';
    this.#listener.ended('wrong');
    return chain(this.#held ?? this.#listener.late(), (held) => {
      this.#held = held;
      if (held) this.#listener.failed(held);
    });
  }

  #right(): MaybePromise<unknown> {
    if (this.#state === 'over') return undefined;
    this.#state = 'over';
    this.#listener.ended('right');
    return this.#held && this.#listener.succeeded(this.#held);
  }

  #nothing(): MaybePromise<unknown> {
    if (this.#state === 'over') return undefined;
    this.#state = 'over';
    this.#listener.ended('failed');
    return this.#held && this.#listener.released(this.#held);
  }
}
