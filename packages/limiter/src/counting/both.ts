import { isPromise, type MaybePromise } from '@who/core';

/** Two answers, which were asked for together. */
export function both<A, B>(one: MaybePromise<A>, other: MaybePromise<B>): MaybePromise<readonly [A, B]> {
  return isPromise(one) || isPromise(other) ? Promise.all([one, other]) : [one, other];
}
