import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { badTarget, isTarget } from '@who/core';
import { targetOf } from './request/node-request.js';
import { errorReply, sendReply } from './response/reply.js';

/**
 * Wraps a request listener, a Connect or Express application for instance, so that it sees no request whose target is
 * neither a path nor the `*` of OPTIONS. Those are answered 400. A framework that parses such a target before any
 * middleware runs reads it in its own way, or throws where nobody catches.
 *
 * @example
 * createServer(checkTargets(app)).listen(8080);
 */
export function checkTargets<
  Req extends IncomingMessage | Http2ServerRequest = IncomingMessage,
  Res extends ServerResponse | Http2ServerResponse = ServerResponse,
>(listener: (req: NoInfer<Req>, res: NoInfer<Res>) => unknown): (req: Req, res: Res) => unknown {
  return (req, res) => (refuseTarget(req as IncomingMessage, res as ServerResponse) ? undefined : listener(req, res));
}

/** Answers a request whose target cannot be told; `false` where it can. */
export function refuseTarget(req: IncomingMessage, res: ServerResponse): boolean {
  if (isTarget(req.method, targetOf(req))) return false;
  sendReply(res, errorReply(badTarget()));
  return true;
}
