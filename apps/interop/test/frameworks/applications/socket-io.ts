import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { checkTargets, guard, whoUpgrade } from '@who/connect';
import { authenticated, type Who } from '@who/core';
import { Server as Engine } from 'engine.io';
import { Server as Sockets } from 'socket.io';
import { expressApplication } from './express.js';

/** Polling passes the middleware of the pages, upgrades pass `whoUpgrade`. */
export function socketIoServer(who: Who): { readonly server: Server; readonly sockets: Sockets } {
  const engine = new Engine();
  const sockets = new Sockets();
  sockets.bind(engine);
  sockets.on('connection', (socket) => socket.emit('greeting', `For ${socket.request.remoteUser}`));

  const app = expressApplication(who);
  app.use('/socket.io/', guard(authenticated()), (req: IncomingMessage, res: ServerResponse) =>
    engine.handleRequest(req as never, res),
  );
  const server = createServer(checkTargets(app));
  server.on(
    'upgrade',
    whoUpgrade(who, (req, socket, head) => engine.handleUpgrade(req as never, socket, head)),
  );
  return { server, sockets };
}
