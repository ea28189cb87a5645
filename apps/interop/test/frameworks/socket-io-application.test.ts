import { once } from 'node:events';
import { io, type Socket } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createEngine } from './applications/site.js';
import { socketIoServer } from './applications/socket-io.js';
import { listen } from './engine.js';
import { testVisits, ticketOf } from './visits.js';

const clients: Socket[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect();
});

async function start(): Promise<string> {
  const { server, sockets } = socketIoServer(createEngine());
  return `http://127.0.0.1:${await listen(server, () => sockets.close())}`;
}

/** What a client hears: the server's greeting, or why it was not let in. */
async function ask(url: string, transports: string[], extraHeaders: Record<string, string>): Promise<unknown> {
  const client = io(url, { transports, extraHeaders, reconnection: false, forceNew: true });
  clients.push(client);
  return new Promise((resolve) => {
    client.on('greeting', resolve);
    client.on('connect_error', (error) =>
      resolve((error as { context?: { status?: number } }).context?.status ?? error),
    );
  });
}

describe('socket.io 4', () => {
  testVisits(start);

  it.each([
    { name: 'polling', transports: ['polling'] },
    { name: 'polling, and then a WebSocket', transports: ['polling', 'websocket'] },
    { name: 'a WebSocket', transports: ['websocket'] },
  ])('lets in who has signed in at the pages: by $name', async ({ transports }) => {
    const url = await start();
    const Cookie = await ticketOf(url);
    expect(await ask(url, transports, { Cookie })).toBe('For alice');
    const [client] = clients as [Socket];
    if (transports.length > 1) {
      const { engine } = client.io;
      if (engine.transport.name === 'polling') await once(engine as never, 'upgrade');
      expect(engine.transport.name).toBe('websocket');
    }
  });

  it('answers others 401, whatever the transport', async () => {
    const url = await start();
    expect(await ask(url, ['polling'], {})).toBe(401);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const [, answer] = await once(socket, 'unexpected-response');
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Basic /);
  });
});
