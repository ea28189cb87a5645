import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { WhoApi } from '@who/core';
import { type AdapterSetup, type ApplicationResponse, serve, testAdapter } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { guarded, type NodeIncoming, nodePeer, type WhoHandler, whoFetch } from '../src/index.js';
import { bridge } from './bridge.js';

type Context = { readonly incoming: NodeIncoming };
type Fetch = (request: Request, context: Context) => Promise<Response>;

const servers: readonly { name: string; listener: (fetch: Fetch) => RequestListener }[] = [
  { name: 'Node’s own classes', listener: bridge },
  // It puts other classes in the place of `Request` and `Response`.
  { name: '@hono/node-server', listener: (fetch) => getRequestListener(fetch) as RequestListener },
];

describe.each(servers)('with $name', ({ listener }) => {
  // What the server says of streams that fail.
  beforeAll(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
  afterAll(() => void vi.restoreAllMocks());

  testAdapter(
    { describe, it, expect },
    {
      serve: (setup) => serve(listener(handlerOf(setup))),
      lacks: {
        'error handlers': 'what a handler throws goes to the runtime',
        'headers above': 'there is no response before the handler has made one',
        'answer above': 'a handler has its own promise, and knows of no other',
      },
    },
  );
});

function handlerOf({ who, application, predicate, above }: AdapterSetup): Fetch {
  const answer: WhoHandler<object, Context> = async (request, who) => {
    const target = request.url.slice(new URL(request.url).origin.length);
    return send(await application({ who, userid: who?.identity?.userid, target, text: () => request.text() }));
  };
  if (!who) return async (request, context) => answer(request, undefined as unknown as WhoApi<object>, context);
  const forStaff = guarded(predicate, answer);
  return whoFetch<object, Context>(
    who,
    (request, ...rest) => (new URL(request.url).pathname === '/guarded' ? forStaff : answer)(request, ...rest),
    { peer: nodePeer, remoteUser: () => above.remoteUser },
  );
}

function send({ status, headers, body }: ApplicationResponse): Response {
  const content = body instanceof Readable ? Readable.toWeb(body) : body;
  return new Response(content as ConstructorParameters<typeof Response>[0], {
    status,
    headers: headers.map(([...line]) => line),
  });
}
