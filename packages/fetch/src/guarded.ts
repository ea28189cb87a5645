import { badOption, chain, type Predicate, restrict } from '@who/core';
import { PACKAGE } from './errors.js';
import { plainReply, replyResponse } from './reply.js';
import type { WhoHandler } from './who-fetch.js';

/**
 * A handler for those whom a predicate names. Others get a 401 when nobody is signed in, which becomes a challenge, and a
 * 403 when somebody is.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const admin = whoFetch(
 *   who,
 *   guarded(hasToken('admin'), () => new Response('The back office')),
 * );
 */
export function guarded<M extends object, C = void>(
  predicate: Predicate<M>,
  handler: WhoHandler<M, C>,
): WhoHandler<M, C> {
  if (typeof predicate !== 'function') throw badOption(PACKAGE, 'predicate', 'must be a function.');
  if (typeof handler !== 'function') throw badOption(PACKAGE, 'handler', 'must be a function that makes a response.');
  const refusalOf = restrict(predicate);
  return (request, who, context) =>
    chain(refusalOf(who), (refusal) =>
      refusal === undefined ? handler(request, who, context) : replyResponse(plainReply(refusal), request.method),
    );
}
