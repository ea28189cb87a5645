import type { Server } from 'node:http';
import fastify from 'fastify';
import { greeting } from '../../applications/greeting.js';

/** Fastify. It asks nobody who he is. */
export async function start(): Promise<Server> {
  const app = fastify();
  app.get('/', (_req, reply) => reply.type('text/plain').send(greeting('alice')));
  await app.ready();
  return app.server;
}
