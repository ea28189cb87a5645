import { IncomingMessage, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import Router from '@koa/router';
import connect from 'connect';
import express from 'express';
import fastify, { type FastifyServerOptions } from 'fastify';
import { H3, toNodeHandler } from 'h3';
import { Hono } from 'hono';
import Koa from 'koa';

/** What a framework leads a request to: the mount of `/admin`, that of `/public`, what is left, or nothing. */
export type Reached = 'admin' | 'public' | 'other' | undefined;

/** Leads a target, as it came, to a handler; in process, by the very code that a server would run. */
export type Route = (target: string) => Reached;

const MOUNTS = ['admin', 'public'] as const;

/** A response that nobody reads. */
const response = new Proxy({} as ServerResponse, { get: () => () => response, set: () => true });

/** A request as Node's server makes one. */
function requestFor(target: string): IncomingMessage {
  const request = new IncomingMessage(socket);
  request.method = 'GET';
  request.url = target;
  request.headers = { host: 'app.example.org' };
  return request;
}
const socket = new Socket();

/** Makes a {@link Route} of what takes a request and says by `note` where it ended. */
function route(make: (note: (reached: Reached) => void) => (request: IncomingMessage) => unknown): Route {
  let noted: Reached;
  const lead = make((reached) => {
    noted ??= reached;
  });
  return (target) => {
    noted = undefined;
    const answer = lead(requestFor(target));
    if (answer instanceof Promise) answer.catch(() => {});
    return noted;
  };
}

const byConnect = route((note) => {
  const app = connect();
  for (const name of MOUNTS) app.use(`/${name}`, () => note(name));
  app.use(() => note('other'));
  return (request) => app.handle(request, response, () => {});
});

const byExpress = route((note) => {
  const app = express();
  for (const name of MOUNTS) app.use(`/${name}`, () => note(name));
  app.use(() => note('other'));
  return (request) => app(request as never, response as never, () => {});
});

/** The same with routes instead of mounts. */
const byExpressRoutes = route((note) => {
  const router = express.Router();
  for (const name of MOUNTS) router.get([`/${name}`, `/${name}/*rest`], () => note(name));
  router.get('/*rest', () => note('other'));
  return (request) => router(request as never, response as never, () => {});
});

async function byFastify(routerOptions: NonNullable<FastifyServerOptions['routerOptions']>): Promise<Route> {
  const app = fastify({ routerOptions: { ...routerOptions } });
  let note: (reached: Reached) => void = () => {};
  const handler = (name: Reached) => (_request: unknown, reply: { hijack(): void }) => {
    note(name);
    reply.hijack();
  };
  for (const name of MOUNTS) {
    app.get(`/${name}`, handler(name));
    app.get(`/${name}/*`, handler(name));
  }
  app.get('/*', handler('other'));
  app.setNotFoundHandler(handler(undefined));
  await app.ready();
  return route((noted) => {
    note = noted;
    return (request) => app.routing(request, response);
  });
}

/** Through the listener of its Node server, which makes the URL. */
const byHono = route((note) => {
  const app = new Hono();
  const answer = new Response();
  for (const name of MOUNTS) {
    app.all(`/${name}/*`, () => {
      note(name);
      return answer;
    });
  }
  app.all('*', () => {
    note('other');
    return answer;
  });
  const listener = getRequestListener((request) => app.fetch(request), { overrideGlobalObjects: false });
  return (request) => listener(request as never, response as never);
});

const byH3 = route((note) => {
  const app = new H3();
  for (const name of MOUNTS) {
    app.all(`/${name}`, () => note(name));
    app.all(`/${name}/**`, () => note(name));
  }
  app.all('/**', () => note('other'));
  const handler = toNodeHandler(app);
  return (request) => handler(request as never, response as never);
});

const byKoa = route((note) => {
  const app = new Koa();
  const router = new Router();
  for (const name of MOUNTS) router.all([`/${name}`, `/${name}/*rest`], () => note(name));
  router.all('/*rest', () => note('other'));
  const handle = router.routes();
  return (request) => handle(app.createContext(request, response) as never, async () => {});
});

/** The frameworks, as people mount a private and a public part in them. */
export async function routers(): Promise<ReadonlyMap<string, Route>> {
  return new Map([
    ['Connect', byConnect],
    ['Express', byExpress],
    ['Express, by routes', byExpressRoutes],
    ['Fastify', await byFastify({})],
    [
      'Fastify, lenient',
      // The types do not know the last one there.
      await byFastify({
        caseSensitive: false,
        ignoreDuplicateSlashes: true,
        ignoreTrailingSlash: true,
        ...{ useSemicolonDelimiter: true },
      }),
    ],
    ['Hono', byHono],
    ['h3', byH3],
    ['Koa', byKoa],
  ]);
}
