import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { MemoryStore, type Session, sessionMiddleware } from 'hono-sessions';
import { greeting } from '../../applications/greeting.js';

/** Hono and hono-sessions, in memory. */
export function start(): Server {
  const app = new Hono<{ Variables: { session: Session<{ userid: string }> } }>();
  app.use(sessionMiddleware({ store: new MemoryStore() }));
  app.get('/', (c) => c.text(greeting(c.get('session').get('userid') ?? undefined)));
  app.get('/login', (c) => {
    c.get('session').set('userid', 'alice');
    return c.text(greeting('alice'));
  });
  return createAdaptorServer(app) as Server;
}
