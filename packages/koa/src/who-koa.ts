import { discardBodyAfter, guardResponses, nodeRequest } from '@who/connect';
import { badTarget, type Identity, isPromise, isTarget, type MaybePromise, type Who, type WhoApi } from '@who/core';
import type { Context, Middleware, Next } from 'koa';
import { resolveOptions, type WhoKoaOptions } from './options.js';
import { sendReply } from './reply.js';
import type { RegisteredApi } from './types.js';

/**
 * Middleware that finds out who is asking (`ctx.state.who`, `ctx.state.remoteUser`), turns responses into challenges
 * where the engine says so, and lets the others pass untouched but for the headers that keep somebody signed in.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const app = new Koa();
 * app.use(whoKoa(who));
 * app.use((ctx) => {
 *   ctx.body = `Hello ${ctx.state.remoteUser ?? 'stranger'}`;
 * });
 */
export function whoKoa<M extends object>(who: Who<M>, options: WhoKoaOptions = {}): Middleware {
  const guardResponse = guardResponses(resolveOptions(who, options).onError);

  /** Goes on to the application, or sends the answer that an identifier gives in its place. */
  function enter(ctx: Context, next: Next, api: WhoApi<object>, identity: Known | undefined): MaybePromise<void> {
    ctx.state.remoteUser = identity?.userid;
    if (ctx.res.headersSent) return undefined;
    guardResponse(ctx.res, api);
    return api.earlyReply ? sendReply(ctx, api.earlyReply) : next();
  }

  /** Apart, because functions within would have every request make room for what they use. */
  function enterLate(
    ctx: Context,
    next: Next,
    api: WhoApi<object>,
    identity: PromiseLike<Known | undefined>,
  ): PromiseLike<void> {
    return identity.then(
      (known) => enter(ctx, next, api, known),
      (error) => fail(ctx, error),
    );
  }

  // No async function: Koa makes a promise of what it returns, and one of its own would be one more for each request.
  return function whoKoa(ctx, next) {
    const { req, state } = ctx;
    const request = nodeRequest(req, ctx.request as object);
    const { remoteUser } = state;
    const above = typeof remoteUser === 'string' && remoteUser !== '' ? remoteUser : undefined;

    const api: WhoApi<object> = who.api(request, above);
    // Used twice: one decision per response is enough.
    const isKnown = above !== undefined || state.who === api;
    state.who = api as RegisteredApi;
    // For error pages, and for middleware of Connect.
    req.who = api as typeof req.who;
    if (isKnown) {
      if (!isTarget(request.method, request.target)) throw badTarget();
      return next();
    }

    let identity: ReturnType<typeof api.authenticate>;
    try {
      identity = api.authenticate();
    } catch (error) {
      return fail(ctx, error);
    }
    return isPromise(identity) ? enterLate(ctx, next, api, identity) : enter(ctx, next, api, identity);
  };
}

type Known = Pick<Identity, 'userid'>;

/** Has Koa send the page of an error, unless somebody has answered meanwhile. */
function fail(ctx: Context, error: unknown): void {
  discardBodyAfter(ctx.res);
  if (!ctx.res.headersSent) throw error;
  ctx.app.emit('error', error, ctx);
}
