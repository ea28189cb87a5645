import { type ServerResponse, STATUS_CODES, validateHeaderName, validateHeaderValue } from 'node:http';
import { type Header, type HeaderList, type Reply, WhoError } from '@who/core';
import { connectError, PACKAGE } from '../errors.js';
import { putHeaders } from './headers.js';

/** Sends a reply as the whole response. Where somebody has answered already, that answer stands. */
export function sendReply(res: ServerResponse, reply: Reply): void {
  if (res.headersSent || isAnswered(res)) return;
  const { req } = res;
  const { status } = reply;
  const body = Buffer.from(reply.body ?? '');
  const bodiless = status === 204 || status === 304;

  res.statusCode = status;
  if (req.httpVersionMajor < 2) res.statusMessage = '';
  putHeaders(res, reply.headers ?? []);
  if (!bodiless) res.setHeader('Content-Length', body.length);
  discardBodyAfter(res);
  res.writeHead(status);
  if (body.length > 0 && !bodiless && req.method !== 'HEAD') res.write(body);
  res.end();
}

/**
 * Sends a reply instead of going on to the application, which must not run then, whatever happens.
 *
 * @throws {WhoError} RESPONSE_BEGUN when another layer has begun a response, and not ended it
 */
export function answerInstead(res: ServerResponse, reply: Reply): void {
  if (res.headersSent && !isAnswered(res)) {
    throw connectError('RESPONSE_BEGUN', 'A layer above has begun a response where another one is to be sent.');
  }
  sendReply(res, reply);
}

/** Whether somebody has answered, a layer above with a time limit for instance. */
export function isAnswered(res: ServerResponse): boolean {
  return res.writableEnded;
}

/**
 * For adapters: reads what is left of the request's body when the response has left. One that somebody has begun to
 * read would block the next request on its connection.
 */
export function discardBodyAfter(res: ServerResponse): void {
  const { req } = res;
  if (req.complete) return;
  res.once('finish', () => {
    if (!req.complete && req.readableFlowing !== true) req.resume();
  });
}

/** For adapters: a page that says no more than a status and, for operators, a code. */
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
  const { status, code, headers } = WhoError.from(error, PACKAGE);
  const pairs = Object.entries(headers).map(([name, value]): Header => [name, value]);
  return plainReply(status >= 400 && status <= 599 ? status : 500, pairs.filter(isSound), code);
}

/** Whoever reports an error may have built its headers from anything. */
function isSound([name, value]: Header): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
