import { getRequestListener } from '@hono/node-server';
import type { Peer } from '@who/core';
import { bunPeer, denoPeer, nodePeer, workersPeer } from '@who/fetch';
import { type AdapterSubject, serve, type TestServer } from '@who/testkit';
import { site } from './site.js';

/** What runtimes hand to handlers beside the request, whatever that is. */
// biome-ignore lint/suspicious/noExplicitAny: each has its own, for which its own `peer` is
type Context = any;

/** How a runtime serves fetch handlers. */
export interface FetchServer {
  readonly peer: (request: Request, context: Context) => Peer | undefined;
  readonly lacks?: AdapterSubject['lacks'];
  serve(
    handler: (request: Request, context: Context) => Response | Promise<Response>,
  ): Promise<Pick<TestServer, 'url' | 'close'>>;
}

const URLS: AdapterSubject['lacks'] = { 'raw targets': 'the runtime makes a URL of whatever has come' };

const LOOPBACK = { hostname: '127.0.0.1', port: 0 } as const;

const bun: FetchServer = {
  peer: bunPeer,
  lacks: URLS,
  async serve(handler) {
    const server = Bun.serve({ ...LOOPBACK, fetch: handler, error: failed });
    return { url: `http://127.0.0.1:${server.port}`, close: () => server.stop(true) };
  },
};

const deno: FetchServer = {
  peer: denoPeer,
  lacks: URLS,
  async serve(handler) {
    const ending = new AbortController();
    const server = Deno.serve({ ...LOOPBACK, signal: ending.signal, onListen() {}, onError: failed }, handler);
    return {
      url: `http://127.0.0.1:${server.addr.port}`,
      close() {
        ending.abort();
        return server.finished;
      },
    };
  },
};

/** There is one server for all tests, which the check has started. */
const workerd: FetchServer = {
  peer: workersPeer,
  lacks: URLS,
  async serve(handler) {
    site.fetch = (request) => handler(request, undefined);
    return { url: site.url, close: async () => {} };
  },
};

const node: FetchServer = {
  peer: nodePeer,
  serve: (handler) => serve(getRequestListener(handler)),
};

const failed = () => new Response('500\n', { status: 500 });

declare const Bun: {
  serve(options: { hostname: string; port: number; fetch: unknown; error: unknown }): {
    readonly port: number;
    stop(now: boolean): Promise<void>;
  };
};
declare const Deno: {
  serve(
    options: object,
    handler: unknown,
  ): { readonly addr: { readonly port: number }; readonly finished: Promise<void> };
};

/** That of the runtime which runs this. */
export const fetchServer: FetchServer =
  'Bun' in globalThis ? bun : 'Deno' in globalThis ? deno : site.url !== '' ? workerd : node;
