import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer as createSecondServer, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  type AdapterSetup,
  type ApplicationResponse,
  type LayerAbove,
  serve,
  type TestServer,
  testAdapter,
} from '@who/testkit';
import connect from 'connect';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { sendStream } from '../../testkit/test/send-stream.js';
import {
  addHeaders,
  checkTargets,
  guard,
  type Middleware,
  type Next,
  whoListener,
  whoMiddleware,
} from '../src/index.js';

/** Sends the suite's responses in one of the ways that Node has. */
type Send = (res: ServerResponse, response: ApplicationResponse) => unknown;

const ways: readonly { way: string; send: Send }[] = [
  {
    way: 'end',
    send(res, { status, headers, body }) {
      res.statusCode = status;
      addHeaders(res, headers);
      return body instanceof Readable ? sendStream(body, res) : res.end(body);
    },
  },
  {
    way: 'writeHead, and the body later',
    async send(res, { status, headers, body }) {
      const lines: Record<string, string[]> = { 'Set-Cookie': [res.getHeader('Set-Cookie') ?? []].flat().map(String) };
      for (const [name, value] of headers) lines[name] = [...(lines[name] ?? []), value];
      res.writeHead(status, lines);
      if (body instanceof Readable) return sendStream(body, res);
      await new Promise(setImmediate);
      if (body) res.write(body);
      return res.end();
    },
  },
];

/** A server of HTTP/2. */
async function serveSecond(listener: RequestListener): Promise<Pick<TestServer, 'url' | 'close'>> {
  const server = createSecondServer(listener as never).listen(0, 'localhost');
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => sessions.add(session));
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      for (const session of sessions) session.destroy();
      await once(server, 'close');
    },
  };
}

describe.each(ways)('with responses sent by $way', ({ send }) => {
  const answer = async (setup: AdapterSetup, req: IncomingMessage, res: ServerResponse): Promise<unknown> => {
    const { who, remoteUser: userid, url = '' } = req;
    const { originalUrl: target = url } = req as { originalUrl?: string };
    return send(res, await setup.application({ who, userid, target, text: () => text(req) }));
  };

  const layer =
    ({ remoteUser, headers = [], answer }: LayerAbove): Middleware =>
    (req, res, next) => {
      if (remoteUser !== undefined) req.remoteUser = remoteUser;
      addHeaders(res, headers);
      answer?.then((response) => res.headersSent || send(res, response));
      next();
    };

  describe.each([
    { name: 'Connect', create: connect },
    { name: 'Express', create: express as never as typeof connect },
  ])('$name', ({ create }) => {
    testAdapter(
      { describe, it, expect },
      {
        serve(setup) {
          const app = create();
          app.use(layer(setup.above));
          if (setup.who) app.use(whoMiddleware(setup.who));
          app.use('/guarded', setup.who ? guard(setup.predicate) : (_req, _res, next) => next());
          app.use((req: IncomingMessage, res: ServerResponse, next: Next) => void answer(setup, req, res).catch(next));
          app.use((error: unknown, _req: IncomingMessage, res: ServerResponse, next: Next) => {
            if (res.headersSent) next(error);
            else send(res, setup.onError(error));
          });
          return serve(checkTargets(app));
        },
      },
    );
  });

  /** The listener of a bare server. Nobody but the application itself catches what fails here. */
  const bare = (setup: AdapterSetup): RequestListener => {
    const application: RequestListener = (req, res) => void answer(setup, req, res).catch(() => res.destroy());
    const listener = setup.who ? whoListener(setup.who, application) : application;
    return (req, res) => layer(setup.above)(req, res, () => listener(req as never, res as never));
  };
  const lacks = { 'error handlers': 'a bare server has none', guard: 'it is a middleware' };

  describe('node:http', () => {
    testAdapter({ describe, it, expect }, { serve: (setup) => serve(bare(setup)), lacks });
  });

  describe('node:http2', () => {
    testAdapter(
      { describe, it, expect },
      {
        serve: (setup) => serveSecond(bare(setup)),
        lacks: { ...lacks, 'HTTP/1.1': 'it is HTTP/2', 'HEAD streams': 'Node leaves them open' },
      },
    );
  });
});
