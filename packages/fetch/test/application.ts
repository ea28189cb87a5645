import { Readable } from 'node:stream';
import { chain, type WhoApi } from '@who/core';
import { type AdapterAbility, type AdapterSetup, type ApplicationResponse, webStream } from '@who/testkit';
import { guarded, type WhoFetchOptions, type WhoHandler, whoFetch, type whoFetchAtOnce } from '../src/index.js';

/** What this adapter does not have, whatever the server. */
export const LACKS: Readonly<Partial<Record<AdapterAbility, string>>> = {
  'error handlers': 'what a handler throws goes to the runtime',
  'headers above': 'there is no response before the handler has made one',
  'answer above': 'a handler has its own promise, and knows of no other',
};

/**
 * The suite's application, as a fetch handler. It answers at once where it can.
 *
 * @param C what the server hands to handlers
 */
export function handlerOf<C>(
  { who, application, predicate, above }: AdapterSetup,
  peer: NonNullable<WhoFetchOptions<C>['peer']>,
  wrap: typeof whoFetchAtOnce = whoFetch,
): (request: Request, context: C) => Response | Promise<Response> {
  const answer: WhoHandler<object, C> = (request, who) => {
    const target = request.url.slice(new URL(request.url).origin.length);
    return chain(application({ who, userid: who?.identity?.userid, target, text: () => request.text() }), send);
  };
  if (!who) return async (request, context) => answer(request, undefined as unknown as WhoApi<object>, context);
  const forStaff = guarded(predicate, answer);
  return wrap<object, C>(
    who,
    (request, ...rest) => (new URL(request.url).pathname === '/guarded' ? forStaff : answer)(request, ...rest),
    { peer, remoteUser: () => above.remoteUser },
  );
}

function send({ status, headers, body }: ApplicationResponse): Response {
  const content = body instanceof Readable ? webStream(body) : body;
  return new Response(content as ConstructorParameters<typeof Response>[0], {
    status,
    headers: headers.map(([...line]) => line),
  });
}
