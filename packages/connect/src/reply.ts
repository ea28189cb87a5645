import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { type Header, type HeaderList, type Reply, WhoError } from '@who/core';
import { putHeaders } from './headers.js';

/** Sends a reply as the whole response. */
export function sendReply(res: ServerResponse, reply: Reply): void {
  const { req } = res;
  const { status } = reply;
  const body = Buffer.from(reply.body ?? '');
  const bodiless = status === 204 || status === 304;

  res.statusCode = status;
  if (req.httpVersionMajor < 2) res.statusMessage = '';
  putHeaders(res, reply.headers ?? []);
  if (!bodiless) res.setHeader('Content-Length', body.length);
  if (!req.complete) res.once('finish', () => discardBody(req));
  res.writeHead(status);
  if (body.length > 0 && !bodiless && req.method !== 'HEAD') res.write(body);
  res.end();
}

/** A request body that somebody has begun to read would block the next request on its connection. */
function discardBody(req: IncomingMessage): void {
  if (!req.complete && req.readableFlowing !== true) req.resume();
}

/** A page that says no more than a status and, for operators, a code. */
export function plainReply(status: number, headers: HeaderList = [], code?: string): Reply {
  const title = `${status} ${STATUS_CODES[status] ?? 'Error'}`;
  return {
    status,
    headers: [
      ['Content-Type', 'text/plain; charset=utf-8'],
      ['X-Content-Type-Options', 'nosniff'],
      ['Cache-Control', 'no-store'],
      ...headers,
    ],
    body: code === undefined ? `${title}\n` : `${title}\n${code}\n`,
  };
}

/** The page of an error: its status, its headers and its code, and nothing that says more. */
export function errorReply(error: unknown): Reply {
  const { status, code, headers } = WhoError.from(error, '@who/connect');
  const pairs = Object.entries(headers).map(([name, value]): Header => [name, value]);
  return plainReply(status, pairs, code);
}
