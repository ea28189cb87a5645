import type { Server } from 'node:http';
import { addHeaders, whoFastify } from '@who/fastify';
import fastify from 'fastify';
import { greeting } from '../../applications/greeting.js';
import { alice } from '../../applications/people.js';
import { ticketEngine } from '../../applications/ticket-engine.js';

/** Fastify and @who with an auth_tkt cookie. */
export async function start(): Promise<Server> {
  const app = fastify();
  await app.register(whoFastify, { who: ticketEngine() });
  app.get('/', (req, reply) => reply.type('text/plain').send(greeting(req.remoteUser)));
  app.get('/login', async (req, reply) => {
    addHeaders(reply, (await req.who.login(alice)).headers);
    return greeting('alice');
  });
  await app.ready();
  return app.server;
}
