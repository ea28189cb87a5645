import type { OutgoingHttpHeader, ServerResponse } from 'node:http';
import type { WhoApi } from '@who/core';
import type { WhoMiddlewareOptions } from '../options.js';
import { type ErrorPage, errorPage } from './error-page.js';
import { type Arguments, hasMethods, install, methodsOf, type ResponseMethods } from './output.js';
import { type Post, ResponseGuard } from './response-guard.js';

/** Stands before a response until its head is committed, and has the engine decide then. */
export type GuardResponse = (
  res: ServerResponse,
  api: WhoApi<object>,
  above?: Record<string, OutgoingHttpHeader | undefined>,
) => void;

/**
 * For adapters of frameworks whose responses are Node's: the way out of `whoMiddleware`. The adapter finds out who is
 * asking, sets `req.who` of Node's request, and has the response guarded before the application runs.
 *
 * @param onError as of `whoMiddleware`
 * @returns a function that guards a response, unless it is guarded already. Its last argument are the headers of outer
 *   layers, where the framework keeps them elsewhere until it sends them.
 * @example
 * const guardResponse = guardResponses();
 * app.use((req, res, next) => {
 *   guardResponse(res, req.who);
 *   next();
 * });
 */
export function guardResponses(onError?: WhoMiddlewareOptions['onError']): GuardResponse {
  return responseGates(errorPage(onError));
}

/**
 * Makes what stands before the responses of one middleware: the same functions for all, which find the guard of a
 * response under a private symbol, because functions of its own for each would cost more than all the rest. Layers that
 * were mounted later may have wrapped them and keep calling them, so they stay valid for ever. Their `this` may be a
 * proxy, or have the response as its prototype: what they do is done to the response itself.
 *
 * @returns a function that guards a response, unless it is guarded already
 */
export function responseGates(errorPage: ErrorPage): GuardResponse {
  const key = Symbol('@who/connect');
  type Guarded = ServerResponse & { [key]?: ResponseGuard };
  const guardOf = (res: Guarded): ResponseGuard => res[key] as ResponseGuard;

  const gates = {
    writeHead(this: Guarded, ...args: Arguments) {
      return guardOf(this).writeHead(args);
    },
    write(this: Guarded, ...args: Arguments) {
      const guard = guardOf(this);
      return guard.commit() ? Reflect.apply(guard.post.found.write, guard.res, args) : guard.output?.write(args);
    },
    end(this: Guarded, ...args: Arguments) {
      const guard = guardOf(this);
      return guard.commit() ? Reflect.apply(guard.post.found.end, guard.res, args) : guard.output?.end(args);
    },
    flushHeaders(this: Guarded) {
      const guard = guardOf(this);
      if (guard.commit()) guard.post.found.flushHeaders.call(guard.res);
      else guard.output?.flushHeaders();
    },
    on(this: Guarded, ...args: Parameters<ServerResponse['on']>) {
      const guard = guardOf(this);
      const emitter = Reflect.apply(guard.post.found.on, this, args);
      if (!guard.passed) guard.listened(...args);
      return emitter;
    },
  } as ResponseMethods;

  /** That of the last response. Nearly all have the same methods, those of Node. */
  let post: Post | undefined;

  return (res: Guarded, api, above) => {
    if (res[key]) return;
    if (!post || !hasMethods(res, post.found)) post = { errorPage, gates, found: methodsOf(res) };
    res[key] = new ResponseGuard(res, api, post, above);
    install(res, gates);
    res.on = gates.on;
  };
}
