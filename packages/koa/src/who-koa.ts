import { discardBodyAfter, guardResponses, nodeRequest } from '@who/connect';
import { badTarget, isPromise, isTarget, type Who, type WhoApi } from '@who/core';
import type { Middleware } from 'koa';
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

  return async function whoKoa(ctx, next) {
    const { req, res, state } = ctx;
    const request = nodeRequest(req, ctx.request as object);
    if (!isTarget(request.method, request.target)) throw badTarget();
    const { remoteUser } = state;
    const above = typeof remoteUser === 'string' && remoteUser !== '' ? remoteUser : undefined;

    const api: WhoApi<object> = who.api(request, above);
    // Used twice: one decision per response is enough.
    const isKnown = above !== undefined || state.who === api;
    state.who = api as RegisteredApi;
    // For error pages, and for middleware of Connect.
    req.who = api as typeof req.who;
    if (!isKnown) {
      try {
        const pending = api.authenticate();
        state.remoteUser = (isPromise(pending) ? await pending : pending)?.userid;
      } catch (error) {
        discardBodyAfter(res);
        // Nobody could send the page of this error.
        if (!res.headersSent) throw error;
        ctx.app.emit('error', error, ctx);
      }
      if (res.headersSent) return;
      guardResponse(res, api);
      if (api.earlyReply) {
        sendReply(ctx, api.earlyReply);
        return;
      }
    }
    await next();
  };
}
