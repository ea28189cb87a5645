import type { Exchange, WhoApi } from '../contract/contract.js';
import type { Identity } from '../contract/identity.js';
import { chain, type MaybePromise } from '../contract/maybe-promise.js';

/** Says whether somebody (or nobody: `undefined`) may pass. `M` is the metadata that it looks at. */
export type Predicate<M extends object = object> = (
  identity: Identity<M> | undefined,
  exchange: Exchange,
) => MaybePromise<boolean>;

/** Anybody who is signed in. */
export function authenticated(): Predicate {
  return (identity) => identity !== undefined;
}

/**
 * Those whose sign-in carries a token, or at least one of several; compared exactly.
 *
 * @example
 * type Role = 'reader' | 'editor' | 'admin';
 * const mayEdit = hasToken<Role>('editor', 'admin'); // a misspelt one does not compile
 */
export function hasToken<Token extends string = string>(...tokens: readonly [Token, ...Token[]]): Predicate {
  return (identity) => identity !== undefined && tokens.some((token) => identity.tokens.includes(token));
}

/** Those whom at least one predicate lets pass; nobody when there is none. */
export function anyOf<M extends object = object>(...predicates: readonly Predicate<M>[]): Predicate<M> {
  return (identity, exchange) => firstOf(predicates, true, identity, exchange);
}

/** Those whom every predicate lets pass; nobody when there is none. */
export function allOf<M extends object = object>(...predicates: readonly Predicate<M>[]): Predicate<M> {
  if (predicates.length === 0) return () => false;
  return (identity, exchange) => firstOf(predicates, false, identity, exchange);
}

/** Those whom the predicate does not let pass. */
export function not<M extends object = object>(predicate: Predicate<M>): Predicate<M> {
  return (identity, exchange) => chain(predicate(identity, exchange), (passes) => !passes);
}

/**
 * Holds a predicate against a request.
 *
 * @returns `undefined` when it may pass, else the status to refuse it with: 401 when nobody is signed in (which
 *   becomes a challenge), 403 when somebody is
 */
export function restrict<M extends object = object>(
  predicate: Predicate<M>,
): (who: Pick<WhoApi<M>, 'authenticate' | 'exchange'>) => MaybePromise<401 | 403 | undefined> {
  return (who) =>
    chain(who.authenticate(), (identity) =>
      chain(predicate(identity, who.exchange), (passes) => {
        if (passes === true) return undefined;
        return identity ? 403 : 401;
      }),
    );
}

/** Asks predicates in turn until one says `wanted`; whether one did is then the answer, or its opposite. */
function firstOf<M extends object>(
  predicates: readonly Predicate<M>[],
  wanted: boolean,
  identity: Identity<M> | undefined,
  exchange: Exchange,
  from = 0,
): MaybePromise<boolean> {
  const predicate = predicates[from];
  if (!predicate) return !wanted;
  return chain(predicate(identity, exchange), (passes) =>
    passes === wanted ? wanted : firstOf(predicates, wanted, identity, exchange, from + 1),
  );
}
