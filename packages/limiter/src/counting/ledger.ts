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

/** Whose limit it is. A device has one like that of a pair. */
export type Scope = keyof Limits | 'device';

/** What a try counts under. */
export interface Keys {
  /** Nothing where it is not known who wants to be signed in. */
  readonly pair?: string | undefined;
  /** A browser that shows that this user has signed in from it: it counts in the place of the pair. */
  readonly device?: string | undefined;
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
  /** `own` is that of the device or the pair. */
  readonly taken: { readonly own: Taken; readonly address: Taken; readonly user: Taken };
  /** How long the pair will still be known from an earlier success, in milliseconds; 0 where it is not. */
  readonly familiarMs: number;
}

/**
 * All counts together. Where a user has signed in before, only failures of that pair count, and nothing else can hold
 * it up; on a device of the user, only failures there do, wherever it is. Everybody else also shares the counts of the
 * address and of the user.
 */
export interface Ledger {
  begin(keys: Keys): MaybePromise<Ticket | Refusal>;
  /** It was the user: the failures of the pair or the device are forgotten, and the pair is familiar from now on. */
  succeeded(ticket: Ticket): MaybePromise<unknown>;
  /** It has come to nothing. */
  released(ticket: Ticket): MaybePromise<unknown>;
  /** What `begin` would refuse. Counts nothing. */
  waiting(keys: Keys): MaybePromise<Refusal | undefined>;
  /** Whether the pair or the device has no failures, and nothing that may become one. */
  isClean(keys: Keys): MaybePromise<boolean>;
  /** A success that no try has led to. The failures of the user are forgotten, too. */
  pardon(keys: Keys): MaybePromise<unknown>;
}

/** What a try counts under apart from all others, and where. */
interface Own {
  readonly scope: 'pair' | 'device';
  readonly tally: Tally;
  readonly key: string;
  readonly pair: string;
}

export function isRefusal(begun: Ticket | Refusal): begun is Refusal {
  return 'scope' in begun;
}

export function ledger(limits: Limits, familiarSeconds: number, make: MakeCounters, now: () => number): Ledger {
  const tallyOf = (scope: Scope, limit: Limit): Tally => tally(limit, make(scope), make(`${scope}-delay`), now);
  const pairs = tallyOf('pair', limits.pair);
  // Apart from the pairs, of which anybody can make so many that old ones have to go.
  const devices = tallyOf('device', limits.pair);
  const addresses = tallyOf('address', limits.address);
  const users = tallyOf('user', limits.user);
  const familiar = make('familiar');
  const forgiven = make('forgiven');

  function ownOf({ pair, device }: Keys): Own | undefined {
    if (pair === undefined) return undefined;
    if (device === undefined) return { scope: 'pair', tally: pairs, key: pair, pair };
    return { scope: 'device', tally: devices, key: device, pair };
  }

  function strangers(keys: Keys, own: Taken): MaybePromise<Ticket | Refusal> {
    const { address, user } = keys;
    return chain(both(addresses.take(address), user === undefined ? FREE : users.take(user)), ([one, other]) => {
      const ticket: Ticket = { keys, taken: { own, address: one, user: other }, familiarMs: 0 };
      const refusal = longer(one.waitMs, other.waitMs);
      return refusal === undefined ? ticket : chain(released(ticket), () => refusal);
    });
  }

  function released({ keys, taken }: Ticket): MaybePromise<unknown> {
    const own = ownOf(keys);
    return both(own?.tally.giveBack(own.key, taken.own), sharedBack(keys, taken));
  }

  function sharedBack({ address, user }: Keys, taken: Ticket['taken']): MaybePromise<unknown> {
    const first = addresses.giveBack(address, taken.address);
    return both(first, user === undefined ? undefined : users.giveBack(user, taken.user));
  }

  /** Only so many: somebody else at the address of a user who signs in all the time would have guesses without end. */
  function forgive({ tally, key }: Own, taken: Taken): MaybePromise<unknown> {
    const others = taken.failures - 1;
    if (others <= 0) return tally.clear(key);
    return chain(forgiven.add(key, others, limits.pair.windowSeconds), ({ value }) =>
      value <= mostForgiven(limits.pair) ? tally.clear(key) : tally.giveBack(key, taken),
    );
  }

  return {
    begin(keys) {
      const own = ownOf(keys);
      if (own === undefined) return strangers(keys, FREE);
      return chain(both(familiar.get(own.pair), own.tally.take(own.key)), ([{ leftMs }, taken]) => {
        if (taken.waitMs > 0) return { scope: own.scope, waitMs: taken.waitMs };
        if (leftMs <= 0 && own.scope === 'pair') return strangers(keys, taken);
        return { keys, taken: { own: taken, address: FREE, user: FREE }, familiarMs: leftMs };
      });
    },
    succeeded({ keys, taken, familiarMs }) {
      const own = ownOf(keys);
      const back = sharedBack(keys, taken);
      if (own === undefined) return back;
      const isFresh = familiarMs > familiarSeconds * 500;
      return both(back, both(forgive(own, taken.own), isFresh ? undefined : familiar.set(own.pair, familiarSeconds)));
    },
    released,
    waiting(keys) {
      const { address, user } = keys;
      const own = ownOf(keys);
      const shared = () =>
        chain(both(addresses.waiting(address), user === undefined ? 0 : users.waiting(user)), ([one, other]) =>
          longer(one, other),
        );
      if (own === undefined) return shared();
      return chain(both(familiar.get(own.pair), own.tally.waiting(own.key)), ([{ leftMs }, waitMs]) => {
        if (waitMs > 0) return { scope: own.scope, waitMs };
        return leftMs > 0 || own.scope === 'device' ? undefined : shared();
      });
    },
    isClean(keys) {
      const own = ownOf(keys);
      return own === undefined || own.tally.isClean(own.key);
    },
    pardon(keys) {
      const { user } = keys;
      const own = ownOf(keys);
      const known = own && both(own.tally.clear(own.key), familiar.set(own.pair, familiarSeconds));
      return both(known, user === undefined ? undefined : users.clear(user));
    },
  };
}

function longer(address: number, user: number): Refusal | undefined {
  if (address <= 0 && user <= 0) return undefined;
  return address >= user ? { scope: 'address', waitMs: address } : { scope: 'user', waitMs: user };
}
