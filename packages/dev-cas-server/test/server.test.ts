import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, vi } from 'vitest';
import { type DevCasServer, startDevCasServer } from '../src/index.js';
import { browser, eventually, start, startService, validate } from './helpers.js';

/** Sends bytes as they are and returns all that comes back. */
async function raw(server: DevCasServer, bytes: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

describe('startDevCasServer', () => {
  it('listens on a free port of this machine', async () => {
    const server = await start();
    expect(server.url).toBe(`http://127.0.0.1:${server.port}/cas`);
    expect(server.port).toBeGreaterThan(0);
    expect((await fetch(`${server.url}/login`)).status).toBe(200);
  });

  it('listens on localhost', async () => {
    const server = await start({ host: 'localhost', basePath: '/' });
    expect(server.url).toBe(`http://localhost:${server.port}`);
    expect((await fetch(`${server.url}/login`)).status).toBe(200);
  });

  it('says which port is in use', async () => {
    const { port } = await start();
    await expect(startDevCasServer({ port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
      message: `[@who/dev-cas-server] Port ${port} of 127.0.0.1 is in use. Choose another one.`,
    });
  });

  it('says why it cannot listen', async () => {
    // Not every machine has IPv6. Where it is there, the server has to answer on it.
    const outcome = await start({ host: '::1' }).catch((error: unknown) => error);
    if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'LISTEN_FAILED' });
    else expect((await fetch(`${(outcome as DevCasServer).url}/login`)).status).toBe(200);
  });

  it('closes once, however often it is told to, with connections open', async () => {
    const server = await startDevCasServer();
    const idle = connect(server.port, '127.0.0.1');
    await once(idle, 'connect');
    const gone = once(idle, 'close');
    await Promise.all([server.close(), server.close(), gone]);
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow();
  });

  it('closes while a service is being told of a logout', async () => {
    const service = await startService(() => {});
    const server = await startDevCasServer({ backChannelTimeoutMs: 3_600_000 });
    await validate(server, {
      service: service.url,
      ticket: server.issueTicket({ userid: 'ada', service: service.url }),
    });
    const ending = server.endSessions();
    await eventually(() => service.bodies).toHaveLength(1);
    await server.close();
    await ending;
    expect(server.backChannelPosts).toMatchObject([{ problem: 'the server closed' }]);
  });

  it('keeps two servers apart', async () => {
    const [one, two] = [await start(), await start()];
    const service = 'http://app.example.test/';
    const ticket = one.issueTicket({ userid: 'ada', service });
    two.faults.set({ validate: 'status-500' });
    expect((await validate(two, { service, ticket })).status).toBe(500);
    expect(await (await validate(one, { service, ticket })).text()).toContain('<cas:user>ada<');
    expect(two.tickets).toEqual([]);
  });
});

describe('requests', () => {
  it.each(['/', '/cas', '/cas/'])('to %s go to the login page', async (path) => {
    const server = await start();
    const response = await fetch(new URL(path, server.url), { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/cas/login']);
  });

  it.each(['/login', '/cas/nothing', '/cas/login/', '/cas//login', '/cas/../cas/x', '/%63as/login'])(
    'to %s find nothing',
    async (path) => {
      const { status, page } = await send(await start(), 'GET', path);
      expect(status).toBe(404);
      expect(page).toContain('There is nothing at this address.');
    },
  );

  it('by other methods are told which ones there are', async () => {
    const server = await start();
    const answer = async (path: string) => {
      const { status, headers } = await fetch(server.url + path, { method: 'PUT' });
      return [status, headers.get('allow')];
    };
    expect(await answer('/login')).toEqual([405, 'GET, HEAD, POST']);
    expect(await answer('/serviceValidate')).toEqual([405, 'GET, HEAD']);
  });

  it('by HEAD are answered as by GET, without the body', async () => {
    const server = await start();
    for (const path of ['/login', '/logout', '/validate', '/nothing']) {
      const [head, got] = await Promise.all(['HEAD', 'GET'].map((method) => fetch(server.url + path, { method })));
      expect(head?.status).toBe(got?.status);
      expect(head?.headers.get('content-length')).toBe(got?.headers.get('content-length'));
      expect(await head?.text()).toBe('');
    }
  });

  it.each(['http://127.0.0.1/cas/login', '*', 'cas/login'])('for the target %s are refused', async (target) => {
    const method = target === '*' ? 'OPTIONS' : 'GET';
    const answer = await raw(await start(), `${method} ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('that are no HTTP are refused', async () => {
    expect(await raw(await start(), 'what?\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it.each(['/cas/login?service=%zz&renew=%', '/cas/login?%00=%00', `/cas/login?${'a&'.repeat(5_000)}`])(
    'with the odd query of %s are answered',
    async (target) => {
      const answer = await raw(await start(), `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 (200|400) /);
    },
  );

  it('with odd cookies count as those of a stranger', async () => {
    const client = browser(await start());
    for (const cookie of ['TGC', 'TGC=', '=;;=', 'TGC=TGC-1; TGC=TGC-2', 'x'.repeat(8_000)]) {
      client.cookie = cookie;
      expect(await (await client.get('/login')).text()).toContain('<form');
    }
  });

  it('with a form that is too large or of another kind are refused', async () => {
    const { url } = await start();
    const post = async (body: string, type?: string): Promise<number> =>
      (await fetch(`${url}/login`, { method: 'POST', body, headers: type ? { 'content-type': type } : {} })).status;
    expect(await post(`username=${'a'.repeat(16 * 1024)}`, 'application/x-www-form-urlencoded')).toBe(413);
    expect(await post(`username=${'a'.repeat(2_000_000)}`, 'application/x-www-form-urlencoded')).toBe(413);
    expect(await post('{}', 'application/json')).toBe(415);
    expect(await post('username=ada')).toBe(415);
    expect(await post('', 'application/x-www-form-urlencoded; charset=utf-8')).toBe(403);
  });

  it('that end in the middle of a form leave the server running and its log clean', async () => {
    const logger = { debug: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const server = await start({ logger });
    const request = httpRequest(`${server.url}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': 100 },
    });
    request.on('error', () => {});
    request.write('username=');
    await new Promise((resolve) => request.once('socket', (socket) => socket.once('connect', resolve)));
    request.destroy();
    expect((await fetch(`${server.url}/login`)).status).toBe(200);
    expect(logger.error).not.toHaveBeenCalled();
  });

  it('that make an option throw get a 500, and the log says why', async () => {
    const logger = { debug: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const serviceAllowed = () => {
      throw new Error('no list');
    };
    const response = await fetch(`${(await start({ logger, serviceAllowed })).url}/login?service=http://a.test/`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('no list');
    expect(logger.error).toHaveBeenCalledWith(expect.stringContaining('no list'));
  });
});

describe('the log', () => {
  it('keeps each event on its line, without control characters', async () => {
    const debug = vi.fn();
    const server = await start({ logger: { debug, warn() {}, error() {} } });
    await validate(server, { service: 'http://a.test/\r\n\u001b[31mü', ticket: 'ST-1' });
    expect(debug.mock.calls).toEqual([['/p3/serviceValidate for http://a.test/%0D%0A%1B[31m%C3%BC: INVALID_TICKET']]);
  });

  it('says what happens, without passwords, tickets or cookies', async () => {
    const lines: string[] = [];
    const say = (line: string): void => void lines.push(line);
    const server = await start({
      logger: { debug: say, warn: say, error: say },
      users: { ada: { password: 'secret-word' } },
    });
    const client = browser(server);
    const service = (await startService()).url;
    await client.signIn({ username: 'ada', password: 'wrong-secret-word', service });
    await client.signIn({ username: 'ada', password: 'secret-word', service });
    const ticket = server.tickets[0]?.id ?? '';
    await validate(server, { service, ticket });
    await client.get('/logout');
    expect(lines).toEqual([
      `ada signed in for ${service}`,
      `/p3/serviceValidate for ${service}: success`,
      'ada signed out',
      `Logout request to ${service}: 200`,
    ]);
  });
});

/** A request whose path is left as it is. */
async function send(server: DevCasServer, method: string, path: string): Promise<{ status: number; page: string }> {
  const request = httpRequest({ port: server.port, host: '127.0.0.1', method, path, agent: false }).end();
  const [response] = await once(request, 'response');
  return { status: response.statusCode, page: await text(response) };
}
