import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { Who } from '@who/core';
import { whoMiddleware } from './middleware.js';
import type { WhoMiddlewareOptions } from './options.js';
import { errorReply, sendReply } from './reply.js';

/**
 * Wraps the request listener of a bare `node:http` or `node:http2` server in the middleware. Where the engine fails,
 * it answers by itself: a plain page with the status and the error's code.
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
  options?: WhoMiddlewareOptions,
): (req: Req, res: Res) => void {
  const middleware = whoMiddleware(who, options);
  return (req, res) => {
    // The middleware uses of both what HTTP/1 and HTTP/2 have in common, and asks where they differ.
    const response = res as ServerResponse;
    middleware(req as IncomingMessage, response, (error) => {
      if (error === undefined) listener(req, res);
      else answer(response, error);
    });
  };
}

function answer(res: ServerResponse, error: unknown): void {
  if (res.headersSent) res.destroy();
  else sendReply(res, errorReply(error));
}
