import { isPromise, type Who, type WhoApi } from '@who/core';
import { concludeResponse, type FetchRequest, fetchRequest, replyResponse } from '@who/fetch';
import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { answerable } from './errors.js';
import { resolveOptions, type WhoMiddlewareOptions } from './options.js';
import type { WhoEnv } from './types.js';

/**
 * Middleware that finds out who is asking (`c.get('who')`), turns responses into challenges where the engine says so, and
 * lets the others pass untouched but for the headers that keep somebody signed in. Where the engine fails, Hono's error
 * handlers are asked.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const app = new Hono<WhoEnv<typeof who>>();
 * app.use(whoMiddleware(who));
 * app.get('/', (c) => c.text(`Hello ${c.get('who').identity?.userid ?? 'stranger'}`));
 */
export function whoMiddleware<M extends object>(
  who: Who<M>,
  options: WhoMiddlewareOptions = {},
): MiddlewareHandler<WhoEnv<Who<M>>> {
  const { peer, remoteUser } = resolveOptions(who, options);

  const middleware: MiddlewareHandler<WhoEnv<Who<M>>> = async (c, next) => {
    let seen: FetchRequest | undefined;
    let api: WhoApi<M> | undefined;
    let isDecided: boolean;
    try {
      seen = fetchRequest(c.req.raw, peer(c));
      const named = remoteUser?.(c) || undefined;
      api = who.api(seen, named);
      c.set('who', api);
      // Mounted twice: one decision per response is enough.
      isDecided = named !== undefined || seen.guard === api;
      if (!isDecided) {
        seen.guard = api;
        const pending = api.authenticate();
        if (isPromise(pending)) await pending;
      }
    } catch (error) {
      seen?.release();
      throw answerable(error, c.req.method, api?.exchange.logger);
    }
    // Without the headers that have been concealed.
    c.req.raw = seen.raw;
    if (isDecided) return next();

    const above = isFirst(c, middleware) ? undefined : headersOf(c);
    if (api.earlyReply) replaceResponse(c, replyResponse(api.earlyReply, c.req.method, above));
    else await next();
    try {
      const concluded = concludeResponse(api, c.res, above);
      const response = isPromise(concluded) ? await concluded : concluded;
      if (response !== c.res) replaceResponse(c, response);
    } catch (error) {
      // Error handlers add to what is there.
      replaceResponse(c, new Response(null, above && { headers: above }));
      throw answerable(error, c.req.method, api.exchange.logger);
    }
  };
  return middleware;
}

/** Whether a middleware is the first of all that a request meets, so that nobody can have set a header. */
function isFirst(c: Context, middleware: MiddlewareHandler): boolean {
  return matchedRoutes(c)[0]?.handler === middleware;
}

/** What outer layers have set already on a response that nobody has made yet. Hono makes one to show it, which is dear. */
function headersOf(c: Context): Headers | undefined {
  const { headers } = c.newResponse(null);
  return headers.keys().next().done ? undefined : new Headers(headers);
}

/** Hono would keep the headers of the response that is replaced. */
function replaceResponse(c: Context, response: Response): void {
  c.res = undefined;
  c.res = response;
}
