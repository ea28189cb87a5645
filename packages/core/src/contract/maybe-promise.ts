import { Hidden } from './hidden.js';

/** A value now, or a promise of one. Synchronous plugins cost no promise. */
export type MaybePromise<T> = T | PromiseLike<T>;

/** Tells a promise (anything with a `then` method) from a value. Nothing that hides is one. */
export function isPromise<T>(value: MaybePromise<T>): value is PromiseLike<T> {
  // Asked first, because whatever an object may be is dear to look `then` up in, and credentials and identities come often.
  if (value instanceof Hidden || typeof value !== 'object' || value === null) return false;
  return typeof (value as PromiseLike<T>).then === 'function';
}

/** Goes on with a value at once, or with a promise's value when it has one. */
export function chain<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return isPromise(value) ? value.then(next) : next(value);
}
