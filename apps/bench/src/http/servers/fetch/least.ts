import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { least } from '../../applications/fetch-handlers.js';

export function start(): Server {
  return createAdaptorServer({ fetch: least }) as Server;
}
