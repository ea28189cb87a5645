import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Identity, isPromise, type Who, type WhoApi } from '@who/core';
import { refuseTarget } from './check-targets.js';
import { resolveMiddlewareOptions, type WhoMiddlewareOptions } from './options.js';
import { nodeRequest } from './request/node-request.js';
import { logError } from './response/error-page.js';
import { responseGates } from './response/gates.js';
import { answerInstead, isAnswered } from './response/reply.js';
import type { Middleware, Next, RegisteredApi } from './types.js';

/**
 * Middleware that finds out who is asking (`req.who`, `req.remoteUser`), turns responses into challenges where the
 * engine says so, and lets the others pass untouched but for the headers that keep somebody signed in. It calls
 * `next()` once at most: where the engine fails afterwards, it answers by itself.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const app = connect();
 * app.use(whoMiddleware(who));
 * app.use((req, res) => res.end(`Hello ${req.remoteUser ?? 'stranger'}`));
 */
export function whoMiddleware<M extends object>(who: Who<M>, options: WhoMiddlewareOptions = {}): Middleware {
  const { remoteUserKey, errorPage } = resolveMiddlewareOptions(who, options);
  const guardResponse = responseGates(errorPage);

  /** Goes on to the application, or sends the answer that an identifier gives in its place. */
  function enter(req: IncomingMessage, res: ServerResponse, next: Next, identity: Known | undefined): void {
    // As a plain property: `Reflect.set` costs as much as the rest of the middleware.
    (req as Users)[remoteUserKey] = identity?.userid;
    if (isAnswered(res)) return;
    const api: WhoApi<object> = req.who;
    try {
      // What stands for the response in a handshake of a WebSocket (socket.io) has no head to decide on.
      if (!res.headersSent && res.getHeaderNames !== undefined) guardResponse(res, api);
      if (api.earlyReply) answerInstead(res, api.earlyReply);
    } catch (error) {
      fail(error, req, res, next);
      return;
    }
    if (!api.earlyReply) next();
  }

  return (req, res, next) => {
    if (refuseTarget(req, res)) return;
    const above = (req as Users)[remoteUserKey];
    const named = typeof above === 'string' && above !== '' ? above : undefined;

    let isKnown: boolean;
    let identity: ReturnType<WhoApi<object>['authenticate']>;
    try {
      const api: WhoApi<object> = who.api(nodeRequest(req), named);
      // Mounted twice: one decision per response is enough.
      isKnown = named !== undefined || req.who === api;
      req.who = api as RegisteredApi;
      if (!isKnown) identity = api.authenticate();
    } catch (error) {
      fail(error, req, res, next);
      return;
    }
    if (isKnown) next();
    else if (!isPromise(identity)) enter(req, res, next, identity);
    else
      identity.then(
        (known) => enter(req, res, next, known),
        (error) => fail(error, req, res, next),
      );
  };
}

type Users = IncomingMessage & Record<string, unknown>;
type Known = Pick<Identity, 'userid'>;

/** Gives an error to the error handlers, unless somebody has answered meanwhile: they could only break that off. */
function fail(error: unknown, req: IncomingMessage, res: ServerResponse, next: Next): void {
  if (isAnswered(res)) logError(req.who?.exchange.logger, error);
  else next(error);
}
