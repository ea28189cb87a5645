import { once } from 'node:events';
import { connect as connectSession, createServer as createSecondServer } from 'node:http2';
import { type AddressInfo, connect as connectSocket } from 'node:net';
import { adapterEngine } from '@who/testkit';
import connect from 'connect';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { checkTargets, type Middleware, whoMiddleware } from '../src/index.js';
import { everywhere, type Handler, listen, serve } from './support.js';

/** What a server sends back to a request line as it is given. */
async function send(port: number, line: string): Promise<string> {
  const socket = connectSocket(port, '127.0.0.1');
  socket.write(`${line} HTTP/1.1\r\nHost: app.example.org\r\nX-User: alice\r\nConnection: close\r\n\r\n`);
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text;
}

const refused = ['GET http://app.example.org/page', 'GET https://other.example.org/', 'POST http://app.example.org'];
const served = ['GET /page', 'GET /http://app.example.org/', 'GET //page'];

describe.each(everywhere)('a request target in $name', (framework) => {
  it('is refused before any plugin and the application, where it is no path', async () => {
    let reached = 0;
    const who = adapterEngine({ identify: () => void reached++ });
    const handler: Handler = (_, res) => {
      reached++;
      res.end('page');
    };
    const { port } = await serve(framework, { who, handler });
    for (const line of refused) {
      const answer = await send(port, line);
      expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
      expect(answer).toMatch(/\r\nCache-Control: no-store\r\n/);
      expect(answer).toMatch(/\r\n\r\n400 Bad Request\nBAD_TARGET\n$/);
    }
    expect(reached).toBe(0);
    for (const line of served) expect(await send(port, line)).toMatch(/\r\n\r\npage$/);
  });

  it('is refused although a layer above has signed the user in', async () => {
    const users: unknown[] = [];
    const { port } = await listen((req, res) => {
      req.remoteUser = 'root';
      framework.listener({
        handler: (inner, response) => {
          users.push(inner.remoteUser);
          response.end('page');
        },
      })(req, res);
    });
    expect(await send(port, refused[0] as string)).toMatch(/^HTTP\/1\.1 400 /);
    expect(await send(port, served[0] as string)).toMatch(/page$/);
    expect(users).toEqual(['root']);
  });
});

describe('checkTargets', () => {
  it.each([
    { name: 'Connect', mount: (page: Middleware) => connect().use('/page', page).use(whoMiddleware(adapterEngine())) },
    { name: 'Express', mount: (page: Middleware) => express().use('/page', page).use(whoMiddleware(adapterEngine())) },
  ])('keeps other targets from every layer of $name', async ({ mount }) => {
    const seen: unknown[] = [];
    const app = mount((req, res) => {
      seen.push(req.url);
      res.end('page');
    });
    const { port } = await listen(checkTargets(app));
    expect(await send(port, 'GET http://app.example.org/page')).toMatch(/\r\n\r\n400 Bad Request\nBAD_TARGET\n$/);
    expect(await send(port, 'GET /page')).toMatch(/\r\n\r\npage$/);
    expect(seen).toEqual(['/']);
  });

  it('is there for HTTP/2, too', async () => {
    const server = createSecondServer(checkTargets((_req, res) => void res.end('page')));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const session = connectSession(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    try {
      const statuses: unknown[] = [];
      // Of other schemes than these two HTTP/2 lets any path through.
      for (const headers of [{ ':scheme': 'other', ':path': 'http://app.example.org/page' }, { ':path': '/page' }]) {
        const [{ ':status': status }] = await once(session.request(headers).resume(), 'response');
        statuses.push(status);
      }
      expect(statuses).toEqual([400, 200]);
    } finally {
      session.destroy();
      server.close();
      await once(server, 'close');
    }
  });

  it('knows the "*" of OPTIONS only', async () => {
    const { port } = await listen(checkTargets((_req, res) => res.end('page')));
    expect(await send(port, 'OPTIONS *')).toMatch(/\r\n\r\npage$/);
    expect(await send(port, 'GET *')).toMatch(/\r\n\r\n400 Bad Request\nBAD_TARGET\n$/);
  });

  it('gives back what the listener does', () => {
    const listener = checkTargets((_req, _res) => 'done');
    expect(listener({ url: '/', method: 'GET' } as never, {} as never)).toBe('done');
  });
});
