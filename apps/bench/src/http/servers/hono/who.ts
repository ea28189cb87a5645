import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { addHeaders, type WhoEnv, whoMiddleware } from '@who/hono';
import { Hono } from 'hono';
import { greeting } from '../../applications/greeting.js';
import { alice } from '../../applications/people.js';
import { ticketEngine } from '../../applications/ticket-engine.js';

/** Hono and @who with an auth_tkt cookie. */
export function start(): Server {
  const app = new Hono<WhoEnv>();
  app.use(whoMiddleware(ticketEngine()));
  app.get('/', (c) => c.text(greeting(c.get('who').identity?.userid)));
  app.get('/login', async (c) => {
    addHeaders(c, (await c.get('who').login(alice)).headers);
    return c.text(greeting('alice'));
  });
  return createAdaptorServer(app) as Server;
}
