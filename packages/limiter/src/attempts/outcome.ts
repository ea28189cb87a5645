import { isPromise, type MaybePromise } from '@who/core';

/** Goes on with what a call comes to, or with what it fails with, at once where it does that at once. */
export function outcome<T, R>(
  call: () => MaybePromise<T>,
  answered: (value: T) => MaybePromise<R>,
  failed: (error: unknown) => MaybePromise<R>,
): MaybePromise<R> {
  let value: MaybePromise<T>;
  try {
    value = call();
  } catch (error) {
    return failed(error);
  }
  return isPromise(value) ? value.then(answered, failed) : answered(value);
}
