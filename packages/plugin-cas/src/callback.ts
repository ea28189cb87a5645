import type { Exchange, Identification, MaybePromise } from '@who/core';
import type { CasContext } from './context.js';
import { arrive } from './sign-in/arrival.js';

/** Answers the callback path: browsers that go to CAS or come back from there, and the CAS server itself. */
export function callback(exchange: Exchange, context: CasContext): MaybePromise<Identification | undefined> {
  return exchange.method === 'GET' ? arrive(exchange, context) : undefined;
}
