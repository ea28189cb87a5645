import { Readable } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { WhoApi } from '@who/core';
import { type AdapterSetup, type ApplicationResponse, serve, testAdapter } from '@who/testkit';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { guard, whoMiddleware } from '../src/index.js';

interface Env {
  readonly Variables: { readonly who: WhoApi<object>; readonly proven: string | undefined };
}

describe('Hono', () => {
  // What the server says of streams that fail.
  beforeAll(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
  afterAll(() => void vi.restoreAllMocks());

  const above =
    ({ above: { remoteUser, headers = [] } }: AdapterSetup): MiddlewareHandler<Env> =>
    (c, next) => {
      c.set('proven', remoteUser);
      for (const [name, value] of headers) c.header(name, value, { append: true });
      return next();
    };

  testAdapter(
    { describe, it, expect },
    {
      serve(setup) {
        const app = new Hono<Env>();
        app.use(above(setup));
        if (setup.who) {
          app.use(whoMiddleware(setup.who, { remoteUser: (c) => c.get('proven') }));
          app.use('/guarded/*', guard(setup.predicate));
        }
        app.all('*', async (c) => {
          const who = c.get('who');
          const target = c.req.url.slice(new URL(c.req.url).origin.length);
          const userid = who?.identity?.userid;
          return send(c, await setup.application({ who, userid, target, text: () => c.req.text() }));
        });
        app.onError((error, c) => send(c, setup.onError(error)));
        return serve(getRequestListener(app.fetch));
      },
      lacks: {
        'answer above': 'nobody below can tell that a layer above has answered',
        'HEAD streams': 'Hono forgets the body of an answer to HEAD',
      },
    },
  );
});

function send(c: Context, { status, headers, body }: ApplicationResponse): Response {
  const content = body instanceof Readable ? (Readable.toWeb(body) as ReadableStream) : body;
  return c.newResponse((content ?? null) as string | null, {
    status: status as 200,
    headers: headers.map(([...line]) => line),
  });
}
