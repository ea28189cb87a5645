import { chain, type MaybePromise } from '@who/core';
import { both } from './both.js';
import type { MakeCounters } from './counters.js';
import { type Limit, mostForgiven } from './limit.js';
import { FREE, type Taken, type Tally, tally } from './tally.js';

/** The limits, by what they count the failures of. */
export interface Limits {
  /** One user from one address. */
  readonly pair: Limit;
  /** All users from one address. */
  readonly address: Limit;
  /** One user from all addresses. */
  readonly user: Limit;
}

export type Scope = keyof Limits;

/** What a try counts under. */
export interface Keys {
  /** Nothing where it is not known who wants to be signed in. */
  readonly pair?: string | undefined;
  readonly address: string;
  readonly user?: string | undefined;
}

/** Why a try may not be made, and for how long. */
export interface Refusal {
  readonly scope: Scope;
  readonly waitMs: number;
}

/** A try that may be made. */
export interface Ticket {
  readonly keys: Keys;
  readonly taken: { readonly [S in Scope]: Taken };
  /** How long the pair will still be known from an earlier success, in milliseconds; 0 where it is not. */
  readonly familiarMs: number;
}

/**
 * All counts together. Where a user has signed in before, only failures of that pair count, and nothing else can hold
 * it up. Everybody else also shares the counts of the address and of the user.
 */
export interface Ledger {
  begin(keys: Keys): MaybePromise<Ticket | Refusal>;
  /** It was the user: the failures of the pair are forgotten, and it is familiar from now on. */
  succeeded(ticket: Ticket): MaybePromise<unknown>;
  /** It has come to nothing. */
  released(ticket: Ticket): MaybePromise<unknown>;
  /** What `begin` would refuse. Counts nothing. */
  waiting(keys: Keys): MaybePromise<Refusal | undefined>;
  /** Whether a pair has no failures, and nothing that may become one. */
  isClean(pair: string): MaybePromise<boolean>;
  /** A success that no try has led to. The failures of the user are forgotten, too. */
  pardon(keys: Keys): MaybePromise<unknown>;
}

export function isRefusal(begun: Ticket | Refusal): begun is Refusal {
  return 'scope' in begun;
}

export function ledger(limits: Limits, familiarSeconds: number, make: MakeCounters, now: () => number): Ledger {
  const tallyOf = (scope: Scope): Tally => tally(limits[scope], make(scope), make(`${scope}-delay`), now);
  const [pairs, addresses, users] = [tallyOf('pair'), tallyOf('address'), tallyOf('user')];
  const familiar = make('familiar');
  const forgiven = make('forgiven');

  function strangers(keys: Keys, pair: Taken): MaybePromise<Ticket | Refusal> {
    const { address, user } = keys;
    return chain(both(addresses.take(address), user === undefined ? FREE : users.take(user)), ([one, other]) => {
      const ticket: Ticket = { keys, taken: { pair, address: one, user: other }, familiarMs: 0 };
      const refusal = longer(one.waitMs, other.waitMs);
      return refusal === undefined ? ticket : chain(released(ticket), () => refusal);
    });
  }

  function released({ keys: { pair, address, user }, taken }: Ticket): MaybePromise<unknown> {
    return both(pair === undefined ? undefined : pairs.giveBack(pair, taken.pair), sharedBack(address, user, taken));
  }

  function sharedBack(address: string, user: string | undefined, taken: Ticket['taken']): MaybePromise<unknown> {
    const first = addresses.giveBack(address, taken.address);
    return both(first, user === undefined ? undefined : users.giveBack(user, taken.user));
  }

  /** Only so many: somebody else at the address of a user who signs in all the time would have guesses without end. */
  function forgive(pair: string, taken: Taken): MaybePromise<unknown> {
    const others = taken.failures - 1;
    if (others <= 0) return pairs.clear(pair);
    return chain(forgiven.add(pair, others, limits.pair.windowSeconds), ({ value }) =>
      value <= mostForgiven(limits.pair) ? pairs.clear(pair) : pairs.giveBack(pair, taken),
    );
  }

  return {
    begin(keys) {
      const { pair } = keys;
      if (pair === undefined) return strangers(keys, FREE);
      return chain(both(familiar.get(pair), pairs.take(pair)), ([{ leftMs }, taken]) => {
        if (taken.waitMs > 0) return { scope: 'pair' as const, waitMs: taken.waitMs };
        if (leftMs <= 0) return strangers(keys, taken);
        return { keys, taken: { pair: taken, address: FREE, user: FREE }, familiarMs: leftMs };
      });
    },
    succeeded({ keys: { pair, address, user }, taken, familiarMs }) {
      const back = sharedBack(address, user, taken);
      if (pair === undefined) return back;
      const isFresh = familiarMs > familiarSeconds * 500;
      const known = both(forgive(pair, taken.pair), isFresh ? undefined : familiar.set(pair, familiarSeconds));
      return both(back, known);
    },
    released,
    waiting({ pair, address, user }) {
      const shared = () =>
        chain(both(addresses.waiting(address), user === undefined ? 0 : users.waiting(user)), ([one, other]) =>
          longer(one, other),
        );
      if (pair === undefined) return shared();
      return chain(both(familiar.get(pair), pairs.waiting(pair)), ([{ leftMs }, waitMs]) => {
        if (waitMs > 0) return { scope: 'pair' as const, waitMs };
        return leftMs > 0 ? undefined : shared();
      });
    },
    isClean: (pair) => pairs.isClean(pair),
    pardon({ pair, user }) {
      const known = pair === undefined ? undefined : both(pairs.clear(pair), familiar.set(pair, familiarSeconds));
      return both(known, user === undefined ? undefined : users.clear(user));
    },
  };
}

function longer(address: number, user: number): Refusal | undefined {
  if (address <= 0 && user <= 0) return undefined;
  return address >= user ? { scope: 'address', waitMs: address } : { scope: 'user', waitMs: user };
}
