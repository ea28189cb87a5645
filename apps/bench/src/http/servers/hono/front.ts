import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { WhoApi } from '@who/core';
import { addHeaders, type NodeIncoming, nodePeer, whoFetchAtOnce } from '@who/fetch';
import { Hono } from 'hono';
import { greeting } from '../../applications/greeting.js';
import { alice } from '../../applications/people.js';
import { ticketEngine } from '../../applications/ticket-engine.js';

/** Hono behind @who with an auth_tkt cookie: no middleware, which makes Hono take its asynchronous way. */
export function start(): Server {
  const app = new Hono<{ Bindings: { who: WhoApi<object> } }>();
  app.get('/', (c) => c.text(greeting(c.env.who.identity?.userid)));
  app.get('/login', async (c) => addHeaders(c.text(greeting('alice')), (await c.env.who.login(alice)).headers));
  const fetch = whoFetchAtOnce<object, { incoming: NodeIncoming }>(
    ticketEngine(),
    (request, who, env) => app.fetch(request, { who, ...env }),
    { peer: nodePeer },
  );
  return createAdaptorServer({ fetch: fetch as never }) as Server;
}
