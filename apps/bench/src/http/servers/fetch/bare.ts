import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { bare } from '../../applications/fetch-handlers.js';

export function start(): Server {
  return createAdaptorServer({ fetch: bare }) as Server;
}
