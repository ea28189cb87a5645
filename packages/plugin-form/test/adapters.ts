import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { guard, whoListener, whoMiddleware } from '@who/connect';
import { authenticated, type Who } from '@who/core';
import { guard as fastifyGuard, whoFastify } from '@who/fastify';
import { guard as honoGuard, whoMiddleware as honoMiddleware } from '@who/hono';
import { guard as koaGuard, whoKoa } from '@who/koa';
import connect from 'connect';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';

/** Everybody may see `/`, which says who is asking; `/private` is for who is signed in. */
type Build = (who: Who) => RequestListener | Promise<RequestListener>;

const greeting = (userid: string | undefined): string => `Hello ${userid ?? 'stranger'}`;

/** The same application, by each of the adapters. */
export const ADAPTERS: Readonly<Record<string, Build>> = {
  'node:http': (who) =>
    whoListener(who, (req, res) => {
      if (req.url?.startsWith('/private') && !req.remoteUser) res.writeHead(401).end();
      else res.end(greeting(req.remoteUser));
    }),

  Connect: (who) => {
    const app = connect();
    app.use(whoMiddleware(who));
    app.use('/private', guard(authenticated()));
    app.use((req, res) => res.end(greeting(req.remoteUser)));
    return app;
  },

  'Express behind its body parsers': (who) => {
    const app = express();
    app.use(express.json(), express.urlencoded({ extended: true }));
    app.use(whoMiddleware(who));
    app.use('/private', guard(authenticated()));
    app.use((req, res) => void res.send(greeting(req.remoteUser)));
    return app;
  },

  async Fastify(who) {
    const app = fastify();
    await app.register(whoFastify, { who });
    app.get('/', async (request) => greeting(request.remoteUser));
    app.get('/private', { onRequest: fastifyGuard(authenticated()) }, async (request) => greeting(request.remoteUser));
    await app.ready();
    return (req, res) => app.routing(req, res);
  },

  Koa: (who) => {
    const app = new Koa();
    const isPrivate = koaGuard(authenticated());
    app.use(whoKoa(who));
    app.use((ctx, next) => (ctx.path === '/private' ? isPrivate(ctx, next) : next()));
    app.use((ctx) => {
      ctx.body = greeting(ctx.state.remoteUser);
    });
    return app.callback();
  },

  'Hono, with fetch requests': (who) => {
    const app = new Hono()
      .use(honoMiddleware(who) as never)
      .use('/private', honoGuard(authenticated()) as never)
      .get('*', (c) => c.text(greeting((c.get('who' as never) as { identity?: { userid: string } }).identity?.userid)));
    return createAdaptorServer({ fetch: app.fetch }).listeners('request')[0] as RequestListener;
  },
};

/** Serves an application whose engine has to know its address. */
export async function serving(
  build: Build,
  engineAt: (publicUrl: string) => Who,
): Promise<AsyncDisposable & { readonly url: string }> {
  let listener: RequestListener | undefined;
  const server: Server = createServer((req, res) => listener?.(req, res)).listen(0, 'localhost');
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  listener = await build(engineAt(url));
  return {
    url,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
