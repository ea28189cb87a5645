import { quietTimer } from '@who/secrets';
import { failureOf, StoreFailure } from './failure.js';

/**
 * Waits for an answer of the store, and no longer than the limit.
 *
 * @throws {StoreFailure} by the promise, whatever has failed
 */
export function inTime<T>(answer: PromiseLike<T>, limitMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    // Where this process was busy, answers may have arrived that it has not read yet: they come first.
    const timer = quietTimer(() => setImmediate(() => reject(new StoreFailure('TIMEOUT'))), limitMs);
    answer.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(failureOf(error));
      },
    );
  });
}
