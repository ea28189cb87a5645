import { chain, type MaybePromise, type Peer, type Reply } from '@who/core';
import type { Trace } from '../trace.js';
import { answer, NOT_FOUND } from './answer.js';
import { isLocal } from './gate.js';
import { resolveServing, type TraceFetchOptions } from './options.js';
import { placeAt } from './place.js';

/**
 * The same for fetch handlers: a response where the request is for the trace, else `undefined`.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const page = traceFetch(createTrace());
 * const handler = async (request: Request, peer: Peer | undefined) =>
 *   (await page(request, peer)) ?? new Response('Hello');
 */
export function traceFetch(
  trace: Trace,
  options: TraceFetchOptions = {},
): (request: Request, peer?: Peer) => MaybePromise<Response | undefined> {
  const { path, allow } = resolveServing(trace, options, isFromThisMachine);
  const placeOf = placeAt(path);
  trace.leaveOut((one) => placeOf(one) !== undefined);

  return (request, peer) => {
    const { pathname, searchParams } = new URL(request.url);
    const place = placeOf(pathname);
    if (!place) return undefined;
    return chain(allow(request, peer), (isAllowed) => {
      if (isAllowed !== true) return responseOf(NOT_FOUND);
      const { method, headers } = request;
      const [accept, ifNoneMatch] = ['accept', 'if-none-match'].map((name) => headers.get(name) ?? undefined);
      return responseOf(answer(trace, place, { method, query: searchParams, accept, ifNoneMatch }));
    });
  };
}

function isFromThisMachine({ headers, url }: Request, peer: Peer | undefined): boolean {
  return isLocal({
    address: peer?.address,
    headerNames: [...headers.keys()],
    host: headers.get('host') ?? new URL(url).host,
    ownHost: undefined,
  });
}

function responseOf({ status, headers = [], body }: Reply): Response {
  return new Response((body as string | undefined) ?? null, {
    status,
    headers: headers.map(([name, value]) => [name, value]),
  });
}
