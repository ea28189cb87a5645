import { Readable } from 'node:stream';
import type { Peer, WhoApi } from '@who/core';
import { type AdapterAbility, type AdapterSetup, type ApplicationResponse, webStream } from '@who/testkit';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { guard, whoMiddleware } from '../src/index.js';

interface Env {
  readonly Variables: { readonly who: WhoApi<object>; readonly proven: string | undefined };
}

/** What this adapter or Hono does not have, whatever the server. */
export const LACKS: Readonly<Partial<Record<AdapterAbility, string>>> = {
  'answer above': 'nobody below can tell that a layer above has answered',
  'HEAD streams': 'Hono forgets the body of an answer to HEAD',
};

/** The suite's application, made with Hono. @param peer says who is at the other end, where that is not Node's socket */
export function applicationOf(setup: AdapterSetup, peer?: (c: Context) => Peer | undefined): Hono<Env> {
  const app = new Hono<Env>();
  app.use(above(setup));
  if (setup.who) {
    app.use(whoMiddleware(setup.who, { peer, remoteUser: (c) => c.get('proven') }));
    app.use('/guarded/*', guard(setup.predicate));
  }
  app.all('*', async (c) => {
    const who = c.get('who');
    const target = c.req.url.slice(new URL(c.req.url).origin.length);
    const userid = who?.identity?.userid;
    return send(c, await setup.application({ who, userid, target, text: () => c.req.text() }));
  });
  app.onError((error, c) => send(c, setup.onError(error)));
  return app;
}

function above({ above: { remoteUser, headers = [] } }: AdapterSetup): MiddlewareHandler<Env> {
  return (c, next) => {
    c.set('proven', remoteUser);
    for (const [name, value] of headers) c.header(name, value, { append: true });
    return next();
  };
}

function send(c: Context, { status, headers, body }: ApplicationResponse): Response {
  const content = body instanceof Readable ? webStream(body) : body;
  return c.newResponse((content ?? null) as string | null, {
    status: status as 200,
    headers: headers.map(([...line]) => line),
  });
}
