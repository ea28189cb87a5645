import type { Server } from 'node:http';
import fastify, { type FastifyRequest } from 'fastify';
import { greeting } from '../../applications/greeting.js';

/** The least that a hook of Fastify can do. */
export async function start(): Promise<Server> {
  const app = fastify();
  app.decorateRequest('noted', false);
  app.addHook('onRequest', (req: FastifyRequest & { noted?: boolean }, _reply, done) => {
    req.noted = true;
    done();
  });
  app.get('/', (_req, reply) => reply.type('text/plain').send(greeting('alice')));
  await app.ready();
  return app.server;
}
