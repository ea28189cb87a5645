import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { CasContext } from '../context.js';
import { errorPage } from '../pages/pages.js';
import { deliver } from './deliver.js';
import type { Reply } from './reply.js';
import { Refusal, readRequest } from './request.js';
import { createRoutes, findHandler } from './routes.js';

/** Headers of every answer. */
const always: Reply['headers'] = [
  ['Cache-Control', 'no-store'],
  ['Referrer-Policy', 'no-referrer'],
  ['X-Content-Type-Options', 'nosniff'],
];

/** Answers every request. */
export function createListener(context: CasContext): RequestListener {
  const routes = createRoutes(context.options);

  async function answer(message: IncomingMessage): Promise<Reply> {
    try {
      const request = readRequest(message);
      const found = findHandler(routes, request.method, request.path);
      return typeof found === 'function' ? await found(request, context) : found;
    } catch (error) {
      if (error instanceof Refusal) return errorPage(error.status, 'That did not work', error.message);
      // The client went away while it was sending. There is nobody to answer.
      if (message.destroyed && !message.complete) return { status: 400, headers: [], body: '' };
      context.options.logger.error(`[@who/dev-cas-server] ${error instanceof Error ? error.stack : String(error)}`);
      return errorPage(500, 'That did not work', 'The server failed. Its log says more.');
    }
  }

  return (message: IncomingMessage, response: ServerResponse) => {
    answer(message)
      .then(({ headers, ...reply }) => deliver(response, { ...reply, headers: [...always, ...headers] }))
      .catch((error: unknown) => {
        context.options.logger.error(`[@who/dev-cas-server] ${String(error)}`);
        response.destroy();
      });
  };
}
