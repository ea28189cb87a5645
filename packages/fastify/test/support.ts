import type { ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { TestServer } from '@who/testkit';
import type { FastifyInstance } from 'fastify';

/** Has an application listen on a free port of the loopback interface. */
export async function listen(app: FastifyInstance): Promise<Pick<TestServer, 'url' | 'close'>> {
  const sessions = new Set<ServerHttp2Session>();
  app.server.on('session', (session: ServerHttp2Session) => sessions.add(session));
  await app.listen({ port: 0, host: 'localhost' });
  return {
    url: `http://localhost:${(app.server.address() as AddressInfo).port}`,
    async close() {
      app.server.closeAllConnections?.();
      for (const session of sessions) session.destroy();
      await app.close();
    },
  };
}

export const alice = { 'x-user': 'alice' };
