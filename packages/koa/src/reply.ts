import { discardBodyAfter, putHeaders } from '@who/connect';
import type { Reply } from '@who/core';
import type { Context } from 'koa';

/**
 * Makes a reply the response, e.g. what `ctx.state.who.challenge()` answers. It is sent as every response of Koa is, so
 * that middleware above may add to it. Where somebody has answered already, that answer stands.
 */
export function sendReply(
  { res, response }: Pick<Context, 'res' | 'response'>,
  { status, headers = [], body = '' }: Reply,
): void {
  if (res.headersSent) return;
  response.status = status;
  putHeaders(res, headers);
  // Koa takes what is no Buffer for an object to make JSON of.
  response.body = typeof body === 'string' ? body : Buffer.from(body);
  discardBodyAfter(res);
}
