import type { IncomingMessage, ServerResponse } from 'node:http';
import { isPromise, type Who, type WhoApi } from '@who/core';
import { refuseTarget } from './check-targets.js';
import { resolveMiddlewareOptions, type WhoMiddlewareOptions } from './options.js';
import { sendReply } from './reply.js';
import { ResponseGuard } from './response-guard.js';
import type { Middleware, Next, RegisteredApi } from './types.js';

/**
 * Middleware that finds out who is asking (`req.who`, `req.remoteUser`), turns responses into challenges where the
 * engine says so, and lets the others pass untouched but for the headers that keep somebody signed in.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const app = connect();
 * app.use(whoMiddleware(who));
 * app.use((req, res) => res.end(`Hello ${req.remoteUser ?? 'stranger'}`));
 */
export function whoMiddleware<M extends object>(who: Who<M>, options: WhoMiddlewareOptions = {}): Middleware {
  const { remoteUserKey } = resolveMiddlewareOptions(who, options);

  return (req, res, next) => {
    if (refuseTarget(req, res)) return;
    // As a plain property: `Reflect.set` costs as much as the rest of the middleware.
    const users = req as IncomingMessage & Record<string, unknown>;
    const above = users[remoteUserKey];
    if (typeof above === 'string' && above !== '') {
      req.who = who.api(req, above) as WhoApi<object> as RegisteredApi;
      next();
      return;
    }
    const api: WhoApi<object> = who.api(req);
    // Mounted twice: one decision per response is enough.
    if (req.who === api) {
      next();
      return;
    }
    req.who = api as RegisteredApi;

    let identity: ReturnType<typeof api.authenticate>;
    try {
      identity = api.authenticate();
    } catch (error) {
      next(error);
      return;
    }
    const enter = (known: { readonly userid: string } | undefined): void => {
      users[remoteUserKey] = known?.userid;
      goOn(req, res, next);
    };
    if (isPromise(identity)) identity.then(enter, next);
    else enter(identity);
  };
}

/** Goes on to the application, or sends the answer that an identifier gives in its place. */
function goOn(req: IncomingMessage, res: ServerResponse, next: Next): void {
  const api: WhoApi<object> = req.who;
  if (!res.headersSent) new ResponseGuard(req, res, api, next);
  if (api.earlyReply) sendReply(res, api.earlyReply);
  else next();
}
