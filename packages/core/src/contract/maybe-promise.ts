/** A value now, or a promise of one. Synchronous plugins cost no promise. */
export type MaybePromise<T> = T | PromiseLike<T>;

/** Tells a promise (anything with a `then` method) from a value. */
export function isPromise<T>(value: MaybePromise<T>): value is PromiseLike<T> {
  return typeof value === 'object' && value !== null && typeof (value as PromiseLike<T>).then === 'function';
}

/** Goes on with a value at once, or with a promise's value when it has one. */
export function chain<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return isPromise(value) ? value.then(next) : next(value);
}
