import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { nodeRequest, whoListener } from '../src/index.js';
import { engine } from './support.js';

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

/** The README's example. */
async function serve(who = engine()): Promise<string> {
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer(whoListener(who, (req, res) => res.end(`Hello ${req.remoteUser}`)));
  server.on('upgrade', async (req, socket, head) => {
    try {
      const identity = await who.api(nodeRequest(req)).authenticate();
      if (!identity) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      sockets.handleUpgrade(req, socket, head, (client) => client.send(`Hello ${identity.userid}`));
    } catch {
      socket.destroy();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a WebSocket upgrade', () => {
  it.each([
    { name: 'synchronous', who: engine() },
    { name: 'asynchronous', who: engine({ authenticate: async () => ({ userid: 'alice' }) }) },
  ])('is opened for those who are signed in ($name plugins)', async ({ who }) => {
    const client = new WebSocket(await serve(who), { headers: { 'x-user': 'alice' } });
    const [message] = await once(client, 'message');
    expect(String(message)).toBe('Hello alice');
    client.close();
    await once(client, 'close');
  });

  it('is refused to others', async () => {
    const client = new WebSocket(await serve());
    const [error] = (await once(client, 'error')) as [Error];
    expect(error.message).toBe('Unexpected server response: 401');
  });

  it('is cut off where the engine fails', async () => {
    const identify = (): never => {
      throw new Error('down');
    };
    const client = new WebSocket(await serve(engine({ identify })));
    const [error] = (await once(client, 'error')) as [Error];
    expect(error.message).toBe('socket hang up');
  });
});
