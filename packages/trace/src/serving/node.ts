import type { IncomingMessage, ServerResponse } from 'node:http';
import { chain, type Reply, socketPeer, type WhoApi } from '@who/core';
import type { Trace } from '../trace.js';
import { answer, NOT_FOUND } from './answer.js';
import { isLocal } from './gate.js';
import { resolveServing, type TraceMiddlewareOptions } from './options.js';
import { placeAt } from './place.js';

/** What frameworks and `whoMiddleware` add to a request. */
type Incoming = IncomingMessage & {
  readonly originalUrl?: string | undefined;
  readonly who?: Pick<WhoApi<object>, 'exchange'>;
};

/**
 * Middleware for Connect, Express and `node:http` that shows a trace, as pages, JSON and text. What is not below its path
 * goes on to `next`.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * app.use(traceMiddleware(createTrace()));
 */
export function traceMiddleware(
  trace: Trace,
  options: TraceMiddlewareOptions = {},
): (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void {
  const { path, allow } = resolveServing(trace, options, fromThisMachine);
  const placeOf = placeAt(path);
  trace.leaveOut((one) => placeOf(one) !== undefined);

  return (req, res, next) => {
    const target = (req as Incoming).originalUrl ?? req.url ?? '';
    const end = target.indexOf('?');
    const place = placeOf(end === -1 ? target : target.slice(0, end));
    if (!place) {
      next();
      return;
    }
    const show = (isAllowed: unknown): void => {
      if (isAllowed !== true) {
        send(res, NOT_FOUND);
        return;
      }
      const query = new URLSearchParams(end === -1 ? '' : target.slice(end));
      const { accept, 'if-none-match': ifNoneMatch } = req.headers;
      send(res, answer(trace, place, { method: req.method ?? 'GET', query, accept, ifNoneMatch }));
    };
    try {
      const shown = chain(allow(req), show);
      if (shown) shown.then(undefined, next);
    } catch (error) {
      next(error);
    }
  };
}

/**
 * Whether a request comes from this machine, by no proxy that shows, and for this machine or the application itself: what
 * `traceMiddleware` goes by outside of production.
 *
 * @example
 * traceMiddleware(trace, { allow: (req) => fromThisMachine(req) || req.remoteUser === 'root' });
 */
export function fromThisMachine(request: IncomingMessage): boolean {
  const { headers, httpVersionMajor, httpVersionMinor } = request;
  // Browsers and curl speak a newer one for ever; nginx, which by default says nothing else of itself, does not.
  if (httpVersionMajor === 1 && httpVersionMinor === 0) return false;
  const { who } = request as Incoming;
  return isLocal({
    address: socketPeer(request)?.address,
    headerNames: Object.keys(headers),
    host: (headers[':authority'] as string | undefined) ?? headers.host,
    ownHost: who && new URL(who.exchange.publicUrl).host,
  });
}

function send(res: ServerResponse, { status, headers = [], body }: Reply): void {
  if (res.headersSent || res.writableEnded) return;
  for (const [name, value] of headers) res.setHeader(name, value);
  res.statusCode = status;
  res.end(body);
}
