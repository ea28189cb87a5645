import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { greeting } from '../../applications/greeting.js';

/** Hono on @hono/node-server. It asks nobody who he is. */
export function start(): Server {
  const app = new Hono().get('/', (c) => c.text(greeting('alice')));
  return createAdaptorServer(app) as Server;
}
