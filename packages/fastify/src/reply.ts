import type { ServerResponse } from 'node:http';
import { addHeaders as add, discardBodyAfter, putHeaders } from '@who/connect';
import type { HeaderList, Reply } from '@who/core';

/** A reply of any Fastify, over HTTP/1 or HTTP/2 and with any types of its routes. */
export interface AnyReply {
  readonly raw: object;
  readonly sent: boolean;
  code(status: number): unknown;
  send(body?: unknown): unknown;
  getHeader(name: string): number | string | string[] | undefined;
  removeHeader(name: string): AnyReply;
  header(name: string, value: unknown): AnyReply;
}

/**
 * Adds header lines to a reply that has not been sent, beside those that it has: for the headers that
 * `request.who.login()` and `request.who.logout()` answer with.
 *
 * @example
 * app.post('/logout', async (request, reply) => {
 *   addHeaders(reply, await request.who.logout());
 *   return 'Goodbye';
 * });
 */
export function addHeaders(reply: AnyReply, headers: HeaderList): void {
  add(holderOf(reply), headers);
}

/** Sends what `request.who.challenge()` answers, for instance. Where somebody has answered already, that stands. */
export function sendReply(reply: AnyReply, { status, headers = [], body }: Reply): void {
  if (isOver(reply)) return;
  reply.code(status);
  putHeaders(holderOf(reply), headers);
  discardBodyAfter(reply.raw as ServerResponse);
  reply.send(body);
}

/**
 * Whether there is nothing to answer any more: somebody has, or has begun to; or the client of a stream of HTTP/2 has gone,
 * which is told to nobody who looks later.
 */
export function isOver({ sent, raw }: AnyReply): boolean {
  const { headersSent, stream } = raw as ServerResponse & { readonly stream?: { readonly destroyed: boolean } };
  return sent || headersSent || stream?.destroyed === true;
}

/** A reply's headers, as Node's responses let them be set. */
function holderOf(reply: AnyReply): Parameters<typeof add>[0] {
  return {
    getHeader: (name) => reply.getHeader(name),
    setHeader: (name, value) => reply.removeHeader(name).header(name, value).raw as ServerResponse,
  };
}
