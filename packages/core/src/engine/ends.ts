import { WhoError } from '../contract/errors.js';
import { isPromise, type MaybePromise } from '../contract/maybe-promise.js';
import { channels, type ResponseEvent } from './diagnostics.js';
import type { StageRun } from './stage.js';

/** Tells what has become of a request. */
export function ended({ exchange, identity }: StageRun, what: Omit<ResponseEvent, 'request' | 'userid'>): void {
  channels.response.publish({ request: exchange.number, userid: identity?.userid, ...what } satisfies ResponseEvent);
}

/** Does what may end a journey by failing, and tells when it does. */
export function orFailing<T>(journey: StageRun, work: () => MaybePromise<T>): MaybePromise<T> {
  const failed = (thrown: unknown): never => {
    const { status, code } = WhoError.from(thrown, '@who/core');
    ended(journey, { status, code, isChallenged: false });
    throw thrown;
  };
  try {
    const result = work();
    return isPromise(result) ? (result.then((value) => value, failed) as Promise<T>) : result;
  } catch (thrown) {
    return failed(thrown);
  }
}
