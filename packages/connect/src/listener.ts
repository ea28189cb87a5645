import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { type Header, type Who, WhoError } from '@who/core';
import { whoMiddleware } from './middleware.js';
import type { WhoMiddlewareOptions } from './options.js';
import { plainReply, sendReply } from './reply.js';

/**
 * Wraps the request listener of a bare `node:http` or `node:http2` server in the middleware. Where the engine fails,
 * it answers by itself: a plain page with the status and the error's code.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * createServer(whoListener(who, (req, res) => res.end(`Hello ${req.remoteUser ?? 'stranger'}`))).listen(8080);
 */
export function whoListener<M extends object>(
  who: Who<M>,
  listener: (req: IncomingMessage, res: ServerResponse) => unknown,
  options?: WhoMiddlewareOptions,
): (req: IncomingMessage, res: ServerResponse) => void;
export function whoListener<M extends object>(
  who: Who<M>,
  listener: (req: Http2ServerRequest, res: Http2ServerResponse) => unknown,
  options?: WhoMiddlewareOptions,
): (req: Http2ServerRequest, res: Http2ServerResponse) => void;
export function whoListener<M extends object>(
  who: Who<M>,
  listener: (req: never, res: never) => unknown,
  options?: WhoMiddlewareOptions,
): (req: never, res: never) => void {
  const middleware = whoMiddleware(who, options);
  return (req: IncomingMessage, res: ServerResponse) => {
    middleware(req, res, (error) => {
      if (error === undefined) listener(req as never, res as never);
      else answer(res, error);
    });
  };
}

function answer(res: ServerResponse, error: unknown): void {
  const { status, code, headers } = WhoError.from(error, '@who/connect');
  const pairs = Object.entries(headers).map(([name, value]): Header => [name, value]);
  if (res.headersSent) res.destroy();
  else sendReply(res, plainReply(status, pairs, code));
}
