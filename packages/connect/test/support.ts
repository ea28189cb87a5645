import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { finished } from 'node:stream/promises';
import type { Conclusion, MaybePromise, ResponseHead, Who } from '@who/core';
import { adapterEngine } from '@who/testkit';
import connect from 'connect';
import express from 'express';
import { afterEach } from 'vitest';
import { type Middleware, type Next, type WhoMiddlewareOptions, whoListener, whoMiddleware } from '../src/index.js';

export type Handler = (req: IncomingMessage, res: ServerResponse, next: Next) => unknown;
export type ErrorHandler = (error: Error, req: IncomingMessage, res: ServerResponse, next: Next) => unknown;

/** An application around one handler. */
export interface Setup {
  readonly who?: Who<object>;
  readonly handler: Handler;
  /** Layers that were mounted before the middleware. */
  readonly before?: readonly Middleware[];
  /** Layers between the middleware and the handler. */
  readonly after?: readonly Middleware[];
  readonly errorHandler?: ErrorHandler;
  readonly options?: WhoMiddlewareOptions;
}

export interface Framework {
  readonly name: string;
  listener(setup: Setup): RequestListener;
}

export const Connect: Framework = {
  name: 'Connect',
  listener({ who = adapterEngine(), handler, before = [], after = [], errorHandler, options }) {
    const app = connect();
    for (const layer of [...before, whoMiddleware(who, options), ...after, handler]) app.use(layer);
    if (errorHandler) app.use(errorHandler);
    return app;
  },
};

export const Express: Framework = {
  name: 'Express',
  listener({ who = adapterEngine(), handler, before = [], after = [], errorHandler, options }) {
    const app = express();
    for (const layer of [...before, whoMiddleware(who, options), ...after, handler]) app.use(layer);
    if (errorHandler) app.use(errorHandler);
    return app;
  },
};

export const Bare: Framework = {
  name: 'node:http',
  listener({ who = adapterEngine(), handler, options }) {
    return whoListener(who, (req, res) => handler(req, res, () => res.end()), options);
  },
};

export const frameworks: readonly Framework[] = [Connect, Express];
export const everywhere: readonly Framework[] = [Connect, Express, Bare];

/** Counts how often the engine concludes. */
export function counting(who: Who<object>): Who<object> & { conclusions: ResponseHead[] } {
  const conclusions: ResponseHead[] = [];
  return {
    ...who,
    conclusions,
    api(req, remoteUser) {
      const api = who.api(req, remoteUser);
      if (!Object.hasOwn(api, 'conclude')) {
        const conclude = api.conclude.bind(api);
        Object.defineProperty(api, 'conclude', {
          value: (head: ResponseHead): MaybePromise<Conclusion> => {
            conclusions.push(head);
            return conclude(head);
          },
        });
      }
      return api;
    },
  };
}

const servers = new Set<Server>();
const agents = new Set<Agent>();

afterEach(async () => {
  for (const agent of agents) agent.destroy();
  agents.clear();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
  servers.clear();
});

export interface Running {
  readonly server: Server;
  readonly port: number;
  readonly agent: Agent;
}

export async function listen(listener: RequestListener): Promise<Running> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  servers.add(server);
  await once(server, 'listening');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agents.add(agent);
  return { server, port: (server.address() as AddressInfo).port, agent };
}

export function serve(framework: Framework, setup: Setup): Promise<Running> {
  return listen(framework.listener(setup));
}

export interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

export interface Answer {
  readonly status: number;
  readonly message: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: string;
  readonly trailers: NodeJS.Dict<string>;
  readonly informational: readonly number[];
  /** The local port of the connection, to see whether it was kept. */
  readonly connection: number | undefined;
}

/** One request over a connection that is kept. */
export async function ask({ port, agent }: Running, asked: Asked = {}): Promise<Answer> {
  const { path = '/', method = 'GET', headers = {}, body } = asked;
  const req = request({ port, host: '127.0.0.1', agent, path, method, headers });
  const informational: number[] = [];
  req.on('information', ({ statusCode }) => informational.push(statusCode));
  req.end(body);
  const [res] = (await once(req, 'response')) as [IncomingMessage];
  const connection = res.socket.localPort;
  const chunks: Buffer[] = [];
  res.on('data', (chunk: Buffer) => chunks.push(chunk));
  await finished(res);
  return {
    status: res.statusCode ?? 0,
    message: res.statusMessage ?? '',
    headers: res.headers,
    rawHeaders: res.rawHeaders,
    body: Buffer.concat(chunks).toString(),
    trailers: res.trailers,
    informational,
    connection,
  };
}

/** The signed-in user's request. */
export const alice: Asked & { headers: Record<string, string> } = { headers: { 'x-user': 'alice' } };

/** A promise and what settles it. */
export interface Gate<T> {
  readonly promise: Promise<T>;
  open(value: T): void;
  fail(error: Error): void;
}

export function gate<T>(): Gate<T> {
  let open: (value: T) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const promise = new Promise<T>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { promise, open, fail };
}

/** Lets the event loop go round. */
export async function ticks(rounds: number): Promise<void> {
  for (let i = 0; i < rounds; i++) await new Promise((resolve) => setImmediate(resolve));
}
