import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { cookies } from '../../applications/fetch-handlers.js';

export function start(): Server {
  return createAdaptorServer({ fetch: cookies }) as Server;
}
