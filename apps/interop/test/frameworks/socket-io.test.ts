import { once } from 'node:events';
import { createServer } from 'node:http';
import { whoMiddleware } from '@who/connect';
import { Server } from 'socket.io';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { engine, listen } from './engine.js';

describe.each(['at once', 'later'] as const)('socket.io with an engine that decides %s', (decides) => {
  it('knows the user by engine.use(), whatever the transport', async () => {
    const server = createServer();
    const io = new Server(server);
    io.engine.use(whoMiddleware(engine(decides)));
    const users: unknown[] = [];
    io.engine.on('connection', ({ request }: { request: { remoteUser?: unknown } }) => users.push(request.remoteUser));
    const port = await listen(server, () => io.close());
    const target = `127.0.0.1:${port}/socket.io/?EIO=4&transport=`;
    const headers = { 'x-user': 'alice' };

    const polled = await fetch(`http://${target}polling`, { headers });
    expect([polled.status, polled.headers.getSetCookie()]).toEqual([200, ['session=fresh']]);
    const socket = new WebSocket(`ws://${target}websocket`, { headers });
    expect(String(await once(socket, 'message'))).toMatch(/^0\{/);
    socket.terminate();
    expect(users).toEqual(['alice', 'alice']);
  });
});
