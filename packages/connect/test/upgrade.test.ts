import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { hasToken, WhoError } from '@who/core';
import { adapterEngine } from '@who/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { type UpgradeListener, type WhoUpgradeOptions, whoListener, whoUpgrade } from '../src/index.js';

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

interface Setup {
  readonly options?: WhoUpgradeOptions;
  readonly listener?: UpgradeListener;
}

async function serve(who = adapterEngine(), { options, listener }: Setup = {}): Promise<number> {
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer(whoListener(who, (req, res) => res.end(`Hello ${req.remoteUser}`)));
  const greet: UpgradeListener = (req, socket, head) =>
    sockets.handleUpgrade(req, socket, head, (client) => client.send(`Hello ${req.who.identity?.userid}`));
  server.on('upgrade', whoUpgrade(who, listener ?? greet, options));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

/** All that comes back on the connection of a client that asks for an upgrade. */
async function ask(port: number, lines: readonly string[] = [], target = '/'): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const head = [`GET ${target} HTTP/1.1`, 'Host: localhost', 'Connection: Upgrade', 'Upgrade: websocket', ...lines];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  return Buffer.concat(await socket.toArray()).toString('latin1');
}

describe('a WebSocket upgrade', () => {
  it.each([
    { name: 'synchronous', who: adapterEngine() },
    { name: 'asynchronous', who: adapterEngine({ authenticate: async () => ({ userid: 'alice' }) }) },
  ])('is opened for those who are signed in ($name plugins)', async ({ who }) => {
    const client = new WebSocket(`ws://127.0.0.1:${await serve(who)}`, { headers: { 'x-user': 'alice' } });
    const [message] = await once(client, 'message');
    expect(String(message)).toBe('Hello alice');
    client.close();
    await once(client, 'close');
  });

  it('is answered 401 for others, as programs are asked to sign in', async () => {
    const challenge = () => ({
      status: 401,
      headers: [
        ['WWW-Authenticate', 'Basic realm="Caf\u00e9"'],
        ['Content-Length', '7000'],
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
      ] as const,
      body: 'Who is there?',
    });
    const answer = await ask(await serve(adapterEngine({ challenge, anyClient: true })));
    expect(answer.split('\r\n')).toEqual([
      'HTTP/1.1 401 Unauthorized',
      'WWW-Authenticate: Basic realm="Caf\u00e9"',
      'Set-Cookie: a=1',
      'Set-Cookie: b=2',
      'Connection: close',
      'Content-Length: 13',
      '',
      'Who is there?',
    ]);
  });

  it('is answered 401 where there is only a page to sign in at, which no program could use', async () => {
    const answer = await ask(await serve());
    expect(answer).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/);
    expect(answer).not.toMatch(/location/i);
  });

  it('is answered 403 for those whom the predicate does not name', async () => {
    const port = await serve(adapterEngine(), { options: { predicate: hasToken('admin') } });
    expect(await ask(port, ['X-User: alice'])).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
  });

  it.each([
    ['Sec-Fetch-Site: cross-site', false],
    ['Sec-Fetch-Site: same-site', false],
    ['Sec-Fetch-Site: same-origin', true],
    ['Origin: https://evil.example', false],
    ['Origin: null', false],
    ['Origin: http://localhost', true],
  ])('of a page with %s: opened: %j', async (line, opened) => {
    const listener: UpgradeListener = (req, socket) => socket.end(`Hello ${req.remoteUser}`);
    const lines = ['X-User: alice', line];
    expect((await ask(await serve(adapterEngine(), { listener }), lines)) === 'Hello alice').toBe(opened);
    expect(await ask(await serve(adapterEngine(), { listener, options: { anyOrigin: true } }), lines)).toBe(
      'Hello alice',
    );
  });

  it('is answered 400 where its target is no path', async () => {
    const answer = await ask(await serve(), ['X-User: alice'], 'http://localhost/');
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[\s\S]*BAD_TARGET/);
  });

  it.each([
    {
      name: 'fails',
      identify: (): never => {
        throw new WhoError('secret', { code: 'DOWN', plugin: 'x', status: 503 });
      },
    },
    {
      name: 'rejects',
      identify: async () => {
        throw new WhoError('secret', { code: 'DOWN', plugin: 'x', status: 503 });
      },
    },
  ])('is answered with the status of an engine that $name', async ({ identify }) => {
    const answer = await ask(await serve(adapterEngine({ identify })));
    expect(answer).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n[\s\S]*DOWN/);
    expect(answer).not.toContain('secret');
  });

  it('is cut off where what opens it fails', async () => {
    const logged: string[] = [];
    const logger = { debug() {}, warn() {}, error: (message: string) => logged.push(message) };
    const listener = (): never => {
      throw new Error('no room');
    };
    expect(await ask(await serve(adapterEngine({ logger }), { listener }), ['X-User: alice'])).toBe('');
    expect(logged).toEqual([expect.stringContaining('no room')]);
  });

  it('is not opened any more where the client has gone meanwhile', async () => {
    const opened: unknown[] = [];
    const who = adapterEngine({ identify: async ({ raw }) => void (raw as IncomingMessage).socket.destroy() });
    const port = await serve(who, { listener: () => opened.push('opened'), options: { predicate: () => true } });
    expect(await ask(port)).toBe('');
    expect(opened).toEqual([]);
  });

  it.each([
    ['who', [{}, () => {}], /"who" must be an engine/],
    ['predicate', [adapterEngine(), () => {}, { predicate: 'admin' }], /"predicate" must be a function/],
    ['anyOrigin', [adapterEngine(), () => {}, { anyOrigin: 1 }], /"anyOrigin" must be true or false/],
    [
      'anyOrigins',
      [adapterEngine(), () => {}, { anyOrigins: true }],
      /"anyOrigins" is not known\. Did you mean "anyOrigin"\?/,
    ],
  ])('has no bad option: %s', (_, args, message) => {
    expect(() => Reflect.apply(whoUpgrade, undefined, args)).toThrow(message);
  });
});
