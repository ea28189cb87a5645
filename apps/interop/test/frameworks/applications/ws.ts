import { createServer, type Server } from 'node:http';
import { checkTargets, whoUpgrade } from '@who/connect';
import type { Who } from '@who/core';
import { WebSocketServer } from 'ws';
import { expressApplication } from './express.js';

/** People sign in at the pages; their tickets open WebSockets, too. */
export function wsServer(who: Who): Server {
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer(checkTargets(expressApplication(who)));
  server.on(
    'upgrade',
    whoUpgrade(who, (req, socket, head) => {
      sockets.handleUpgrade(req, socket, head, (client) => client.send(`For ${req.remoteUser}`));
    }),
  );
  return server;
}
