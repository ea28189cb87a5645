import type { Server } from 'node:http';
import cookie from '@fastify/cookie';
import session from '@fastify/session';
import fastify from 'fastify';
import { secret } from '../../../secret.js';
import { greeting } from '../../applications/greeting.js';

declare module 'fastify' {
  interface Session {
    userid?: string;
  }
}

/** Fastify and @fastify/session, in memory. */
export async function start(): Promise<Server> {
  const app = fastify();
  await app.register(cookie);
  await app.register(session, { secret, saveUninitialized: false, cookie: { secure: false } });
  app.get('/', (req, reply) => reply.type('text/plain').send(greeting(req.session.userid)));
  app.get('/login', (req, reply) => {
    req.session.userid = 'alice';
    return reply.send(greeting('alice'));
  });
  await app.ready();
  return app.server;
}
