import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { formTooLarge, type WhoRequest } from '@who/core';

/** Bodies that a plugin has read. */
const bodies = new WeakMap<IncomingMessage, Promise<Buffer>>();

/** The whole body, however often it is asked for. */
export function bodyOf(req: IncomingMessage): Promise<Buffer> {
  const body = bodies.get(req) ?? buffer(req);
  bodies.set(req, body);
  return body;
}

/** As much of a request as the suite's engines ask for. */
export function requestOf(req: IncomingMessage): WhoRequest {
  return {
    raw: req,
    method: req.method ?? 'GET',
    target: req.url ?? '',
    headerLines: req.rawHeaders,
    header: (name) => req.headers[name]?.toString(),
    peer: { address: req.socket.remoteAddress },
    connection: undefined,
    mayHaveTrailers: false,
    parsedBody: undefined,
    async peekBody(maxBytes) {
      const body = await bodyOf(req);
      if (body.length > maxBytes) throw formTooLarge(maxBytes);
      return body;
    },
    concealHeaders() {},
    concealTrailers() {},
    journey: undefined,
  };
}
