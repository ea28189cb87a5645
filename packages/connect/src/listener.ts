import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { chain, type Reply, type Who } from '@who/core';
import { whoMiddleware } from './middleware.js';
import { resolveMiddlewareOptions, type WhoMiddlewareOptions } from './options.js';
import { logError } from './response/error-page.js';
import { answerInstead } from './response/reply.js';

/**
 * Wraps the request listener of a bare `node:http` or `node:http2` server in the middleware. Where the engine fails,
 * it answers by itself: a plain page with the status and the error's code, or that of `onError`.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * createServer(whoListener(who, (req, res) => res.end(`Hello ${req.remoteUser ?? 'stranger'}`))).listen(8080);
 */
export function whoListener<
  M extends object,
  Req extends IncomingMessage | Http2ServerRequest = IncomingMessage,
  Res extends ServerResponse | Http2ServerResponse = ServerResponse,
>(
  who: Who<M>,
  listener: (req: Req, res: Res) => unknown,
  options: WhoMiddlewareOptions = {},
): (req: Req, res: Res) => void {
  const middleware = whoMiddleware(who, options);
  const { errorPage } = resolveMiddlewareOptions(who, options);
  return (req, res) => {
    // The middleware uses of both what HTTP/1 and HTTP/2 have in common, and asks where they differ.
    const request = req as IncomingMessage;
    const response = res as ServerResponse;
    middleware(request, response, (error) => {
      if (error === undefined) listener(req, res);
      else chain(errorPage(error, request), (page) => answer(request, response, page));
    });
  };
}

function answer(req: IncomingMessage, res: ServerResponse, page: Reply): void {
  try {
    answerInstead(res, page);
  } catch (error) {
    logError(req.who?.exchange.logger, error);
    res.destroy();
  }
}
