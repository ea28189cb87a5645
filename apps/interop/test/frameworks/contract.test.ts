import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { addHeaders, checkTargets, guard, whoListener, whoMiddleware } from '@who/connect';
import { type AdapterSetup, type ApplicationResponse, serve, testAdapter, webStream } from '@who/testkit';
import { H3, type H3Event } from 'h3';
import { toNodeHandler } from 'h3/node';
import polka from 'polka';
import { describe, expect, it } from 'vitest';
import { sendStream } from '../../../../packages/testkit/test/send-stream.js';

describe('Polka 1', () => {
  const send = (res: ServerResponse, { status, headers, body }: ApplicationResponse): unknown => {
    res.statusCode = status;
    addHeaders(res, headers);
    return body instanceof Readable ? sendStream(body, res) : res.end(body);
  };

  testAdapter(
    { describe, it, expect },
    {
      serve({ who, application, onError, predicate, above }) {
        const app = polka({
          onError: (error, _req, res) => void (res.headersSent ? res.destroy() : send(res, onError(error))),
        });
        app.use((req, res, next) => {
          if (above.remoteUser !== undefined) req.remoteUser = above.remoteUser;
          addHeaders(res, above.headers ?? []);
          above.answer?.then((response) => res.headersSent || send(res, response));
          return next();
        });
        if (who) {
          app.use(whoMiddleware(who));
          app.use('/guarded', guard(predicate));
        }
        app.use(async (req, res) => {
          const { who, remoteUser: userid, originalUrl: target } = req;
          await send(res, await application({ who, userid, target, text: () => text(req) }));
        });
        return serve(checkTargets(app.handler as RequestListener));
      },
    },
  );
});

describe('h3 2', () => {
  const respond = ({ status, headers, body = '' }: ApplicationResponse): Response => {
    const hasBody = body !== '' && status !== 204 && status !== 304;
    return new Response(hasBody ? (body instanceof Readable ? webStream(body) : (body as string)) : null, {
      status,
      headers: headers.map(([name, value]) => [name, value]),
    });
  };

  const application =
    (setup: AdapterSetup) =>
    async (event: H3Event): Promise<Response> => {
      const req = event.runtime?.node?.req as IncomingMessage;
      const { who, remoteUser: userid, url: target = '' } = req;
      return respond(await setup.application({ who, userid, target, text: () => event.req.text() }));
    };

  testAdapter(
    { describe, it, expect },
    {
      serve(setup) {
        const app = new H3({ onError: (error) => respond(setup.onError(error.cause ?? error)), silent: true });
        app.all('/**', application(setup));
        const listener: RequestListener = toNodeHandler(app);
        const { above } = setup;
        const wrapped = setup.who ? whoListener(setup.who, listener) : listener;
        return serve((req, res) => {
          if (above.remoteUser !== undefined) req.remoteUser = above.remoteUser;
          addHeaders(res, above.headers ?? []);
          wrapped(req as never, res as never);
        });
      },
      lacks: {
        guard: 'it is a middleware of Connect',
        'HEAD streams': 'h3 leaves them as they are',
        'headers above': 'h3 writes its Set-Cookie lines over those that are there',
        'answer above': 'h3 would answer, too',
      },
    },
  );
});
