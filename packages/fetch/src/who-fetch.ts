import { isPromise, type MaybePromise, type Metadata, type Who, type WhoApi, WhoError } from '@who/core';
import { concludeResponse } from './conclude.js';
import { type FetchRequest, fetchRequest } from './fetch-request.js';
import { resolveOptions, type WhoFetchOptions } from './options.js';
import { replyResponse } from './reply.js';

/** A handler that knows who is asking. What the runtime hands to handlers beside the request comes last. */
export type WhoHandler<M extends object = Metadata, C = void> = (
  request: Request,
  who: WhoApi<M>,
  context: C,
) => MaybePromise<Response>;

/**
 * A fetch handler that finds out who is asking, turns responses into challenges where the engine says so, and hands the
 * others on as they are but for the headers that keep somebody signed in. Where the engine fails, also while the handler
 * asks it for something, it answers by itself. What else the handler throws goes to the runtime.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const fetch = whoFetch(who, (_request, who) => new Response(`Hello ${who.identity?.userid ?? 'stranger'}`));
 */
export function whoFetch<M extends object, C = void>(
  who: Who<M>,
  handler: WhoHandler<M, C>,
  options: WhoFetchOptions<C> = {},
): (request: Request, context: C) => Promise<Response> {
  const { peer, remoteUser, errorPage } = resolveOptions(who, handler, options);

  function fail(
    error: unknown,
    request: Request,
    seen: FetchRequest | undefined,
    api: WhoApi<M> | undefined,
  ): MaybePromise<Response> {
    seen?.release();
    return errorPage(error, request, api?.exchange.logger);
  }

  return async (request, context) => {
    let seen: FetchRequest | undefined;
    let api: WhoApi<M> | undefined;
    let isDecided: boolean;
    let response: MaybePromise<Response> | undefined;
    try {
      seen = fetchRequest(request, peer?.(request, context));
      const named = remoteUser?.(request, context) || undefined;
      api = who.api(seen, named);
      // Wrapped twice: one decision per response is enough.
      isDecided = named !== undefined || seen.guard === api;
      if (!isDecided) {
        seen.guard = api;
        const pending = api.authenticate();
        if (isPromise(pending)) await pending;
        if (api.earlyReply) response = replyResponse(api.earlyReply, request.method);
      }
    } catch (error) {
      return fail(error, request, seen, api);
    }

    try {
      response ??= handler(seen.raw, api, context);
      const made = isPromise(response) ? await response : response;
      if (isDecided) return made;
      const concluded = concludeResponse(api, made);
      return isPromise(concluded) ? await concluded : concluded;
    } catch (error) {
      // What else the handler throws is between it and the runtime.
      if (error instanceof WhoError) return fail(error, request, seen, api);
      throw error;
    }
  };
}
