import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { nodePeer } from '@who/fetch';
import { withWho } from '../../applications/fetch-handlers.js';

export function start(): Server {
  return createAdaptorServer({ fetch: withWho(nodePeer) as never }) as Server;
}
