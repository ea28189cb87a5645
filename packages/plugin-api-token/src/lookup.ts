import { type Exchange, isPromise, type MaybePromise, type WhoError } from '@who/core';
import { type ApiTokenErrorCode, failure } from './errors.js';
import type { ApiTokenLookup, ApiTokenSettings } from './options.js';
import { reasons } from './reasons.js';

type Answer = ReturnType<ApiTokenLookup>;

/**
 * A lookup that a request waits for only so long, and of which only so many are under way. One that is late counts
 * until it is over: it still takes a place in the database's client.
 *
 * @returns a function that throws or rejects with API_TOKEN_LOOKUP_FAILED
 */
export function boundedLookup(
  lookup: ApiTokenLookup,
  { lookupTimeoutMs, maxLookups }: Pick<ApiTokenSettings, 'lookupTimeoutMs' | 'maxLookups'>,
): (sha256: string, exchange?: Pick<Exchange, 'explain'>) => Answer {
  let underWay = 0;
  const over = (): void => {
    underWay--;
  };

  function inTime(answer: PromiseLike<Awaited<Answer>>): Promise<Awaited<Answer>> {
    underWay++;
    answer.then(over, over);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(failed(`The lookup took longer than ${lookupTimeoutMs} ms.`)),
        lookupTimeoutMs,
      );
      answer.then(
        (record) => {
          clearTimeout(timer);
          resolve(record);
        },
        (error: unknown) => {
          clearTimeout(timer);
          reject(failed('Tokens cannot be looked up; see the cause.', error));
        },
      );
    });
  }

  return (sha256, exchange) => {
    if (underWay >= maxLookups) exchange?.explain?.(reasons.API_TOKEN_LOOKUPS_BUSY, { maxLookups });
    if (underWay >= maxLookups) throw failed('Too many lookups are under way; see "maxLookups".');
    let answer: MaybePromise<Awaited<Answer>>;
    try {
      answer = lookup(sha256);
    } catch (error) {
      throw failed('Tokens cannot be looked up; see the cause.', error);
    }
    return isPromise(answer) ? inTime(answer) : answer;
  };
}

function failed(message: string, cause?: unknown): WhoError<ApiTokenErrorCode> {
  return failure('API_TOKEN_LOOKUP_FAILED', message, { status: 503, headers: [['Retry-After', '1']], cause });
}
