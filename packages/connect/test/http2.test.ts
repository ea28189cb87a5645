import { once } from 'node:events';
import {
  type ClientHttp2Session,
  connect as connectSession,
  createServer,
  type Http2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { adapterEngine } from '@who/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { whoListener } from '../src/index.js';
import { gate } from './support.js';

/** What Node's responses have and its types lack. */
interface Untyped {
  flushHeaders(): void;
  setTrailer(name: string, value: string): void;
  destroy(error: Error): void;
}

function also(res: Http2ServerResponse): Http2ServerResponse & Untyped {
  return res as Http2ServerResponse & Untyped;
}

type Http2Handler = (req: Http2ServerRequest, res: Http2ServerResponse) => unknown;

const open: { server: Http2Server; session: ClientHttp2Session }[] = [];

afterEach(async () => {
  for (const { server, session } of open.splice(0)) {
    session.destroy();
    server.close();
    await once(server, 'close');
  }
});

async function serve(handler: Http2Handler, who = adapterEngine()): Promise<ClientHttp2Session> {
  const server = createServer(whoListener(who, handler));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const session = connectSession(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  open.push({ server, session });
  return session;
}

interface Http2Answer {
  readonly headers: IncomingHttpHeaders;
  readonly trailers: IncomingHttpHeaders | undefined;
  readonly informational: readonly unknown[];
  readonly body: string;
}

async function ask(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders = {},
  body?: Buffer,
): Promise<Http2Answer> {
  const stream = session.request({ ':path': '/', ':method': body ? 'POST' : 'GET', ...headers });
  const informational: unknown[] = [];
  let trailers: IncomingHttpHeaders | undefined;
  stream.on('headers', (interim: IncomingHttpHeaders) => informational.push(interim[':status']));
  stream.on('trailers', (received: IncomingHttpHeaders) => {
    trailers = received;
  });
  stream.end(body);
  const [head] = (await once(stream, 'response')) as [IncomingHttpHeaders];
  const text = Buffer.concat(await stream.toArray()).toString();
  return { headers: head, trailers, informational, body: text };
}

const ways: readonly { name: string; send: (res: Http2ServerResponse, status: number) => unknown }[] = [
  {
    name: 'writeHead',
    send: (res, status) => res.writeHead(status, { 'x-app': 'a', 'set-cookie': 'a=1' }).end('body'),
  },
  { name: 'writeHead with a list', send: (res, status) => res.writeHead(status, list as never).end('body') },
  {
    name: 'end',
    send(res, status) {
      res.statusCode = status;
      res.setHeader('x-app', 'a');
      res.setHeader('set-cookie', 'a=1');
      res.end('body');
    },
  },
  {
    name: 'write',
    send(res, status) {
      res.statusCode = status;
      res.setHeader('x-app', 'a');
      res.setHeader('set-cookie', ['a=1']);
      res.write('bo');
      res.write('dy');
      res.end();
    },
  },
  {
    name: 'pipeline',
    send(res, status) {
      res.statusCode = status;
      res.setHeader('x-app', 'a');
      res.setHeader('set-cookie', 'a=1');
      pipeline(Readable.from(['bo', 'dy']), res).catch(() => {});
    },
  },
  {
    name: 'flushHeaders',
    send(res, status) {
      res.statusCode = status;
      res.setHeader('x-app', 'a');
      res.setHeader('set-cookie', 'a=1');
      also(res).flushHeaders();
      setImmediate(() => res.end('body'));
    },
  },
];

const list = ['x-app', 'a', 'set-cookie', 'a=1'];
const alice = { 'x-user': 'alice' };

describe('HTTP/2', () => {
  describe.each([
    { when: 'at once', later: <T>(value: T): T | Promise<T> => value },
    { when: 'later', later: <T>(value: T): T | Promise<T> => Promise.resolve(value) },
  ])('decided $when', ({ later }) => {
    it.each(ways)('lets $name through, with the headers that remember', async ({ send }) => {
      const session = await serve((_, res) => send(res, 200), adapterEngine({ decide: () => later(false) }));
      const { headers, body } = await ask(session, alice);
      expect(headers).toMatchObject({ ':status': 200, 'x-app': 'a', 'set-cookie': ['a=1', 'session=alice'] });
      expect(headers).not.toHaveProperty('connection');
      expect(body).toBe('body');
    });

    it.each(ways)('challenges $name', async ({ send }) => {
      const session = await serve((_, res) => send(res, 401), adapterEngine({ decide: () => later(true) }));
      const { headers, body } = await ask(session, alice);
      expect(headers).toMatchObject({
        ':status': 302,
        location: '/login',
        'content-length': '14',
        'set-cookie': ['a=1', 'session=; Max-Age=0'],
      });
      expect(headers).not.toHaveProperty('x-app');
      expect(headers).not.toHaveProperty('connection');
      expect(body).toBe('Sign in first.');
      expect((await ask(session)).headers[':status']).toBe(302);
    });

    it.each(ways)('answers for an engine that fails: $name', async ({ send }) => {
      const decide = (): boolean | Promise<boolean> => {
        const failure = later(new Error('down'));
        if (failure instanceof Error) throw failure;
        return failure.then((error) => Promise.reject(error));
      };
      const session = await serve((_, res) => send(res, 200), adapterEngine({ decide }));
      const { headers, body } = await ask(session, alice);
      expect(headers[':status']).toBe(500);
      expect(headers).not.toHaveProperty('x-app');
      expect(body).toBe('500 Internal Server Error\nPLUGIN_FAILED\n');
      expect((await ask(session)).headers[':status']).toBe(500);
    });
  });

  it.each([200, 401])('answers HEAD with %i without a body', async (status) => {
    const session = await serve((_, res) => void res.writeHead(status).end());
    const { headers, body } = await ask(session, { ':method': 'HEAD' });
    expect(headers[':status']).toBe(status === 401 ? 302 : 200);
    expect(body).toBe('');
  });

  it('passes early hints on', async () => {
    const session = await serve((_, res) => {
      res.writeEarlyHints({ link: '</style.css>; rel=preload' });
      res.writeHead(401).end();
    });
    const { headers, informational } = await ask(session);
    expect(informational).toEqual([103]);
    expect(headers[':status']).toBe(302);
  });

  it.each([200, 401])('sends trailers with the response that they belong to: %i', async (status) => {
    const session = await serve((_, res) => {
      res.statusCode = status;
      also(res).setTrailer('x-sum', '4');
      res.write('body');
      res.end();
    });
    const { body, trailers } = await ask(session);
    expect(body).toBe(status === 200 ? 'body' : 'Sign in first.');
    expect(trailers?.['x-sum']).toBe(status === 200 ? '4' : undefined);
  });

  it('survives whatever the application still does', async () => {
    const done = gate<void>();
    const session = await serve((_, res) => {
      res.writeHead(401);
      const harass = (): void => {
        res.write('stray');
        res.end('stray');
        res.write('after end');
        res.writeHead(200);
        res.setHeader('x-stray', '1');
        also(res).setTrailer('x-stray', '1');
        res.addTrailers({ 'x-stray': '1' });
        res.writeEarlyHints({ link: '</stray>; rel=preload' });
        also(res).flushHeaders();
        also(res).destroy(new Error('stray'));
      };
      harass();
      res.on('close', () => {
        harass();
        setImmediate(done.open);
      });
    });
    const { headers, body, trailers, informational } = await ask(session);
    expect({ status: headers[':status'], body, trailers, informational }).toEqual({
      status: 302,
      body: 'Sign in first.',
      trailers: undefined,
      informational: [],
    });
    await done.promise;
    expect((await ask(session)).headers[':status']).toBe(302);
  });

  it('ends an endless pipeline', async () => {
    const ended = gate<unknown>();
    const source = new Readable({
      read() {
        this.push(Buffer.alloc(16_384));
      },
    });
    const session = await serve((_, res) => {
      res.statusCode = 401;
      pipeline(source, res).then(ended.open, ended.open);
    });
    expect((await ask(session)).body).toBe('Sign in first.');
    expect(await ended.promise).toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
    expect(source.destroyed).toBe(true);
  });

  it('answers an upload that nobody reads', async () => {
    const session = await serve((_, res) => void res.writeHead(401).end());
    const { body } = await ask(session, {}, Buffer.alloc(1000));
    expect(body).toBe('Sign in first.');
  });

  it('lets go of everything when the client resets the stream during a decision', async () => {
    const asked = gate<void>();
    const decision = gate<boolean>();
    const dropped = gate<unknown>();
    const decide = (): Promise<boolean> => {
      asked.open();
      return decision.promise;
    };
    const session = await serve((_, res) => {
      res.writeHead(401);
      res.write('secret', dropped.open as (error?: Error | null) => void);
    }, adapterEngine({ decide }));
    const stream = session.request({ ':path': '/' });
    stream.on('error', () => {});
    await asked.promise;
    stream.close(8);
    expect(await dropped.promise).toMatchObject({ code: 'ERR_STREAM_DESTROYED' });
    decision.open(true);
    const { body } = await ask(session);
    expect(body).toBe('Sign in first.');
  });
});
