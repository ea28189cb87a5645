import type { Server } from 'node:http';
import session from '@fastify/secure-session';
import fastify from 'fastify';
import { secret } from '../../../secret.js';
import { greeting } from '../../applications/greeting.js';

declare module '@fastify/secure-session' {
  interface SessionData {
    userid: string;
  }
}

/** Fastify and @fastify/secure-session: sessions in an encrypted cookie. */
export async function start(): Promise<Server> {
  const app = fastify();
  await app.register(session, { key: Buffer.from(secret).subarray(0, 32), cookie: { path: '/', secure: false } });
  app.get('/', (req, reply) => reply.type('text/plain').send(greeting(req.session.get('userid'))));
  app.get('/login', (req, reply) => {
    req.session.set('userid', 'alice');
    return reply.send(greeting('alice'));
  });
  await app.ready();
  return app.server;
}
