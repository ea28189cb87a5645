import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { serve, testAdapter } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keepGlobals } from '../../testkit/test/kept-globals.js';
import { type NodeIncoming, nodePeer, whoFetch, whoFetchAtOnce } from '../src/index.js';
import { handlerOf, LACKS } from './application.js';
import { bridge } from './bridge.js';

keepGlobals();

type Context = { readonly incoming: NodeIncoming };
type Fetch = (request: Request, context: Context) => Response | Promise<Response>;

const servers: readonly { name: string; listener: (fetch: Fetch) => RequestListener }[] = [
  { name: 'Node’s own classes', listener: (fetch) => bridge(async (...args) => fetch(...args)) },
  // It puts other classes in the place of `Request` and `Response`.
  { name: '@hono/node-server', listener: (fetch) => getRequestListener(fetch) as RequestListener },
];
const wraps = [whoFetch, whoFetchAtOnce];

describe.each(servers.flatMap((server) => wraps.map((wrap) => ({ ...server, wrap }))))(
  'with $name, $wrap.name',
  (one) => {
    const { listener, wrap } = one;

    // What the server says of streams that fail.
    beforeAll(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
    afterAll(() => void vi.restoreAllMocks());

    testAdapter(
      { describe, it, expect },
      {
        serve: (setup) => serve(listener(handlerOf<Context>(setup, nodePeer, wrap))),
        lacks: LACKS,
      },
    );
  },
);
