import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { greeting } from '../../applications/greeting.js';

/** The least that middleware of Hono can do that looks at the cookies. */
export function start(): Server {
  const app = new Hono<{ Variables: { noted: boolean } }>();
  app.use(async (c, next) => {
    c.set('noted', c.req.header('cookie') !== undefined);
    await next();
  });
  app.get('/', (c) => c.text(greeting('alice')));
  return createAdaptorServer(app) as Server;
}
