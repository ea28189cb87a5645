import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { HeaderList, Reply } from '@who/core';
import { putHeaders } from './headers.js';

/** Sends a reply as the whole response. */
export function sendReply(res: ServerResponse, reply: Reply): void {
  const { status } = reply;
  const body = Buffer.from(reply.body ?? '');
  const bodiless = status === 204 || status === 304;

  res.statusCode = status;
  if (res.req.httpVersionMajor < 2) res.statusMessage = '';
  putHeaders(res, reply.headers ?? []);
  if (!bodiless) res.setHeader('Content-Length', body.length);
  res.writeHead(status);
  if (body.length > 0 && !bodiless && res.req.method !== 'HEAD') res.write(body);
  res.end();
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
