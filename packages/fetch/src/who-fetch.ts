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
  const answer = whoFetchAtOnce(who, handler, options);
  return async (request, context) => answer(request, context);
}

/**
 * The same, but its answer is a promise only where something takes its time. `@hono/node-server` sends a response faster
 * that is none: a request costs a tenth less.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const hello = whoFetchAtOnce(who, (_request, { identity }) => new Response(identity?.userid), { peer: nodePeer });
 */
export function whoFetchAtOnce<M extends object, C = void>(
  who: Who<M>,
  handler: WhoHandler<M, C>,
  options: WhoFetchOptions<C> = {},
): (request: Request, context: C) => Response | Promise<Response> {
  const { peer, remoteUser, errorPage } = resolveOptions(who, handler, options);

  function fail(error: unknown, { request, seen, api }: Begun<M>): MaybePromise<Response> {
    seen?.release();
    return errorPage(error, request, api?.exchange.logger);
  }

  /** What else the handler throws is between it and the runtime. */
  function failOrThrow(error: unknown, visit: Visit<M>): MaybePromise<Response> {
    if (error instanceof WhoError) return fail(error, visit);
    throw error;
  }

  function enter(visit: Visit<M>, context: C): MaybePromise<Response> {
    const { api, isDecided, seen } = visit;
    let response: MaybePromise<Response> | undefined;
    try {
      if (api.earlyReply && !isDecided) response = replyResponse(api.earlyReply, seen.method);
    } catch (error) {
      return fail(error, visit);
    }
    try {
      response ??= handler(seen.raw, api, context);
      if (isPromise(response)) return late(concludeLate(response, visit), visit);
      const concluded = isDecided ? response : concludeResponse(api, response);
      return isPromise(concluded) ? late(concluded, visit) : concluded;
    } catch (error) {
      return failOrThrow(error, visit);
    }
  }

  // What takes its time stands apart: functions within would have every request make room for what they use.

  function enterLate(pending: PromiseLike<unknown>, visit: Visit<M>, context: C): PromiseLike<Response> {
    return pending.then(
      () => enter(visit, context),
      (error) => fail(error, visit),
    );
  }

  function concludeLate(response: PromiseLike<Response>, { api, isDecided }: Visit<M>): PromiseLike<Response> {
    return isDecided ? response : response.then((made) => concludeResponse(api, made));
  }

  function late(response: PromiseLike<Response>, visit: Visit<M>): PromiseLike<Response> {
    return response.then(undefined, (error) => failOrThrow(error, visit));
  }

  function answer(request: Request, context: C): MaybePromise<Response> {
    let seen: FetchRequest | undefined;
    let api: WhoApi<M> | undefined;
    let visit: Visit<M>;
    let pending: ReturnType<WhoApi<M>['authenticate']>;
    try {
      seen = fetchRequest(request, peer?.(request, context));
      const named = remoteUser?.(request, context) || undefined;
      api = who.api(seen, named);
      // Wrapped twice: one decision per response is enough.
      visit = { request, seen, api, isDecided: named !== undefined || seen.guard === api };
      if (!visit.isDecided) {
        seen.guard = api;
        pending = api.authenticate();
      }
    } catch (error) {
      return fail(error, { request, seen, api });
    }
    return isPromise(pending) ? enterLate(pending, visit, context) : enter(visit, context);
  }

  return (request, context) => {
    const response = answer(request, context);
    // Runtimes want promises of their own kind.
    return isPromise(response) ? Promise.resolve(response) : response;
  };
}

/** A request on its way through, as far as it has come. */
interface Begun<M extends object> {
  readonly request: Request;
  readonly seen: FetchRequest | undefined;
  readonly api: WhoApi<M> | undefined;
}

interface Visit<M extends object> extends Begun<M> {
  readonly seen: FetchRequest;
  readonly api: WhoApi<M>;
  /** Somebody else decides on the response, or it is known who it is. */
  readonly isDecided: boolean;
}
