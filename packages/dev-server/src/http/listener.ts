import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from '@who/core';
import type { PageMaker } from '../pages/page.js';
import { errorPage } from '../pages/parts.js';
import { always, type Reply } from './reply.js';
import { type DevRequest, Refusal, readRequest } from './request.js';
import { findHandler, type Route } from './routes.js';

/** What answers a server's requests. */
export interface Site<R extends Reply> {
  /** How the log calls the server. */
  readonly name: string;
  readonly routes: ReadonlyMap<string, Route<(request: DevRequest) => R | Promise<R>>>;
  readonly page: PageMaker;
  readonly logger: Logger;
  /** @default 16 kB */
  readonly maxBodyBytes?: number | undefined;
  /** How answers go out. @default whole and at once */
  readonly deliver?: ((response: ServerResponse, reply: R | Reply) => void | Promise<void>) | undefined;
}

/** Answers every request; with a page where it cannot be answered. */
export function createListener<R extends Reply>(site: Site<R>): RequestListener {
  const { name, routes, page, logger, maxBodyBytes, deliver = deliverAtOnce } = site;

  async function answer(message: IncomingMessage): Promise<R | Reply> {
    try {
      const request = readRequest(message, maxBodyBytes);
      const found = findHandler(routes, request.method, request.path, page);
      return 'handler' in found ? await found.handler(request) : found.reply;
    } catch (error) {
      if (error instanceof Refusal) return errorPage(page, error.status, 'That did not work', error.message);
      // The client went away while it was sending. There is nobody to answer.
      if (message.destroyed && !message.complete) return { status: 400, headers: [], body: '' };
      logger.error(`[${name}] ${error instanceof Error ? error.stack : String(error)}`);
      return errorPage(page, 500, 'That did not work', 'The server failed. Its log says more.');
    }
  }

  return (message: IncomingMessage, response: ServerResponse) => {
    answer(message)
      .then((reply) => deliver(response, { ...reply, headers: [...always, ...reply.headers] }))
      .catch((error: unknown) => {
        logger.error(`[${name}] ${String(error)}`);
        response.destroy();
      });
  };
}

function deliverAtOnce(response: ServerResponse, { status, headers, body }: Reply): void {
  for (const [name, value] of headers) response.appendHeader(name, value);
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.writeHead(status).end(body);
}
