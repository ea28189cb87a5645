import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect as connectTo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whoMiddleware } from '@who/connect';
import { describe, expect, it } from 'vitest';
import type { HeaderSsoOptions } from '../src/index.js';
import { application } from './support.js';

/** An application that says whom it sees, and which headers. */
function listener(options: Partial<HeaderSsoOptions>): RequestListener {
  const middleware = whoMiddleware(application(options).who);
  return (req, res) =>
    middleware(req, res, (error?: unknown) => {
      if (error) res.statusCode = 500;
      const names = req.rawHeaders.filter((_, i) => i % 2 === 0);
      const all = [...names, ...Object.keys(req.headers), ...Object.keys(req.headersDistinct)];
      const seen = [...new Set(all.map((name) => name.toLowerCase()))];
      res.setHeader('Connection', 'close');
      res.end(JSON.stringify({ user: req.remoteUser ?? null, seen }));
    });
}

/** Sends bytes as they are, and answers the status and the body. */
async function send(server: Server, where: number | string, lines: readonly string[]): Promise<[number, string]> {
  const listen = typeof where === 'number' ? ([where, '127.0.0.1'] as const) : ([where] as const);
  server.listen(...(listen as [number, string]));
  await once(server, 'listening');
  const address = server.address() as AddressInfo | string;
  const socket = typeof address === 'string' ? connectTo(address) : connectTo(address.port, '127.0.0.1');
  socket.write(Buffer.from([...lines, 'Connection: close', '', ''].join('\r\n'), 'latin1'));
  let text = '';
  for await (const chunk of socket.setEncoding('latin1')) text += chunk;
  server.close();
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return [Number(head.split(' ')[1]), body];
}

const signedIn = ['Shib-Session-ID: _0123', 'REMOTE_USER: alice', 'mail: alice@example.org'];
const ask = (path: string, headers: readonly string[]) => [`GET ${path} HTTP/1.1`, 'Host: app.example.org', ...headers];

describe('over HTTP', () => {
  it('believes the front end', async () => {
    const [status, body] = await send(createServer(listener({})), 0, ask('/', signedIn));
    expect([status, JSON.parse(body)]).toMatchObject([200, { user: 'alice' }]);
  });

  it.each<[string, readonly string[]]>([
    ['the user twice', ['REMOTE_USER: alice']],
    ['the user twice, in another case', ['remote_user: alice']],
    ['the user with a hyphen', ['Remote-User: alice']],
    ['the user with a hyphen, empty', ['REMOTE-USER:']],
    ['an attribute twice', ['Mail: alice@example.org']],
    ['the session twice', ['shib-session-id: _0123']],
    ['the session with underscores', ['Shib_Session_ID: _0123']],
    ['something else of Shibboleth twice', ['Shib-Handler: a', 'Shib-Handler: a']],
  ])('refuses %s', async (_, more) => {
    const attempts = [ask('/', [...signedIn, ...more]), ask('/', [...more, ...signedIn])];
    for (const lines of attempts) {
      const [status, body] = await send(createServer(listener({})), 0, lines);
      expect(status).toBe(400);
      expect(body).toContain('HEADER_SSO_AMBIGUOUS');
    }
  });

  it.each([
    ['from elsewhere', { trustedPeers: ['192.0.2.1'] }],
    ['on another path', { paths: ['/login/sso'] }],
  ])('shows nothing of the headers %s, in any spelling', async (_, options) => {
    const lines = ask('/', [
      ...signedIn,
      'Remote-User: a',
      'rEmOtE_uSeR: b',
      'X_Remote-User: c',
      'MAIL: d',
      'shib_handler: e',
    ]);
    const [status, body] = await send(createServer(listener(options)), 0, lines);
    expect([status, JSON.parse(body)]).toEqual([200, { user: null, seen: ['host', 'connection'] }]);
  });

  it('refuses them instead where it is told to', async () => {
    const options: Partial<HeaderSsoOptions> = { paths: ['/login/sso'], untrusted: 'refuse' };
    const [status, body] = await send(createServer(listener(options)), 0, ask('/', ['MAIL: x']));
    expect(status).toBe(400);
    expect(body).toContain('HEADER_SSO_UNTRUSTED');
    expect((await send(createServer(listener(options)), 0, ask('/', ['Accept: x'])))[0]).toBe(200);
  });

  it.each([
    '/app/../login',
    '/app//x',
    '/app/./x',
    '/app/%2e%2e/x',
    '/app/..%2fx',
    '/app/x\\..\\y',
    '/app/..',
    '/app/;x',
    '/application',
    '/APP/x',
    '/%61pp/x',
    '//app/x',
  ])('does not take %s for a path below /app', async (path) => {
    const [status, body] = await send(createServer(listener({ paths: ['/app/*'] })), 0, ask(path, signedIn));
    expect([status, JSON.parse(body)]).toMatchObject([200, { user: null }]);
  });

  it.each(['/app', '/app/', '/app/x/y.z?../a'])('takes %s for one', async (path) => {
    const [, body] = await send(createServer(listener({ paths: ['/app/*'] })), 0, ask(path, signedIn));
    expect(JSON.parse(body)).toMatchObject({ user: 'alice' });
  });

  it.each([
    [['127.0.0.1'], null],
    [['127.0.0.1', 'unix'], 'alice'],
  ])('believes a Unix socket only when asked to: %j', async (trustedPeers, user) => {
    const folder = await mkdtemp(join(tmpdir(), 'who-sso-'));
    try {
      const [, body] = await send(createServer(listener({ trustedPeers })), join(folder, 'socket'), ask('/', signedIn));
      expect(JSON.parse(body)).toMatchObject({ user });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
