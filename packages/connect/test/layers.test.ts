import { once } from 'node:events';
import { createReadStream, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { request } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Reply } from '@who/core';
import { adapterEngine } from '@who/testkit';
import compression from 'compression';
import onHeaders from 'on-headers';
import { describe, expect, it } from 'vitest';
import type { Middleware } from '../src/index.js';
import { alice, ask, counting, frameworks, type Handler, type Running, serve } from './support.js';

const path = fileURLToPath(new URL('../LICENSE', import.meta.url));
const licence = readFileSync(path, 'utf8');
const compress = compression({ threshold: 0 });
const zip: Middleware = (...args) => Reflect.apply(compress, undefined, args);

const bodies: readonly { name: string; send: Handler }[] = [
  { name: 'end', send: (_, res) => res.end(licence) },
  {
    name: 'write and end',
    send(_, res) {
      res.write(licence.slice(0, 100));
      res.write(licence.slice(100, 200));
      res.end(licence.slice(200));
    },
  },
  { name: 'pipe', send: (_, res) => createReadStream(path, { highWaterMark: 64 }).pipe(res) },
  {
    name: 'pipeline',
    send: (_, res) => void pipeline(createReadStream(path, { highWaterMark: 64 }), res).catch(() => {}),
  },
  {
    name: 'an iterable',
    send: (_, res) =>
      void pipeline(createReadStream(path, { highWaterMark: 64 })[Symbol.asyncIterator](), res).catch(() => {}),
  },
  { name: 'writeHead', send: (_, res) => res.writeHead(res.statusCode, { 'Content-Type': 'text/plain' }).end(licence) },
];

const decisions = [
  { when: 'at once', later: <T>(value: T): T | Promise<T> => value },
  { when: 'later', later: <T>(value: T): T | Promise<T> => Promise.resolve(value) },
];

describe.each(frameworks)('compression in $name', (framework) => {
  describe.each([{ order: 'before' }, { order: 'after' }] as const)('mounted $order', ({ order }) => {
    describe.each(decisions)('decided $when', ({ later }) => {
      it.each(bodies)('compresses what passes: $name', async ({ send }) => {
        const handler: Handler = (req, res, next) => {
          res.setHeader('Content-Type', 'text/plain');
          return send(req, res, next);
        };
        const who = adapterEngine({ decide: () => later(false) });
        const running = await serve(framework, { who, handler, [order]: [zip] });
        const { status, headers, body } = await askZipped(running);
        expect({ status, body: gunzipSync(body).toString() }).toEqual({ status: 200, body: licence });
        expect(headers).toMatchObject({
          'content-encoding': 'gzip',
          vary: 'Accept-Encoding',
          'set-cookie': ['session=alice'],
        });
      });

      it.each(bodies)('challenges: $name', async ({ send }) => {
        const handler: Handler = (req, res, next) => {
          res.setHeader('Content-Type', 'text/html');
          res.statusCode = 401;
          return send(req, res, next);
        };
        const who = adapterEngine({ decide: () => later(true) });
        const running = await serve(framework, { who, handler, [order]: [zip] });
        const { status, headers, body } = await askZipped(running);
        const text = headers['content-encoding'] === 'gzip' ? gunzipSync(body).toString() : body.toString();
        expect({ status, text }).toEqual({ status: 302, text: 'Sign in first.' });
        expect(headers['content-encoding']).toBe(order === 'before' ? 'gzip' : undefined);
        expect((await ask(running)).status).toBe(302);
      });

      it.each(bodies)('lets a page about an error pass: $name', async ({ send }) => {
        const handler: Handler = (req, res, next) => {
          res.setHeader('Content-Type', 'text/html');
          return send(req, res, next);
        };
        const decide = (): Promise<boolean> => {
          if (later(true) === true) throw new Error('down');
          return Promise.reject(new Error('down'));
        };
        const onError = (): Reply => ({ status: 500, headers: [['Content-Type', 'text/plain']], body: 'sorry' });
        const setup = { who: adapterEngine({ decide }), handler, options: { onError }, [order]: [zip] };
        const running = await serve(framework, setup);
        const { status, headers, body } = await askZipped(running);
        const text = headers['content-encoding'] === 'gzip' ? gunzipSync(body).toString() : body.toString();
        expect({ status, text }).toEqual({ status: 500, text: 'sorry' });
        expect((await ask(running)).status).toBe(500);
      });
    });
  });
});

describe.each(frameworks)('on-headers in $name', (framework) => {
  /** A layer that speaks up when the head is sent, as sessions do. */
  const layer = (name: string, calls: string[]): Middleware => {
    return (_, res, next) => {
      onHeaders(res, () => {
        calls.push(name);
        res.setHeader(`X-${name}`, String(res.statusCode));
        res.setHeader('Set-Cookie', [res.getHeader('Set-Cookie') ?? [], `${name}=1`].flat().map(String));
      });
      next();
    };
  };

  const commits: readonly { name: string; send: Handler }[] = [
    { name: 'end', send: (_, res) => res.end('body') },
    {
      name: 'write',
      send(_, res) {
        res.write('bo');
        res.end('dy');
      },
    },
    { name: 'writeHead', send: (_, res) => res.writeHead(res.statusCode, 'Own', { 'X-App': 'a' }).end('body') },
    {
      name: 'flushHeaders',
      send(_, res) {
        res.flushHeaders();
        res.end('body');
      },
    },
  ];

  describe.each(decisions)('decided $when', ({ later }) => {
    it.each(commits)('hears of a response that passes, once: $name', async ({ send }) => {
      const calls: string[] = [];
      const who = counting(adapterEngine({ decide: () => later(false) }));
      const running = await serve(framework, {
        who,
        handler: send,
        before: [layer('outer', calls)],
        after: [layer('inner', calls)],
      });
      const answer = await ask(running, alice);
      expect(calls).toEqual(['inner', 'outer']);
      expect(answer).toMatchObject({ status: 200, body: 'body', headers: { 'x-inner': '200', 'x-outer': '200' } });
      expect(answer.headers['set-cookie']).toEqual(['inner=1', 'session=alice', 'outer=1']);
      expect(who.conclusions).toHaveLength(1);
    });

    it.each(commits)('hears of a challenge, and an inner cookie survives: $name', async ({ send }) => {
      const calls: string[] = [];
      const who = counting(adapterEngine({ decide: (_, { status }) => later(status === 401) }));
      const handler: Handler = (req, res, next) => {
        res.statusCode = 401;
        return send(req, res, next);
      };
      const running = await serve(framework, {
        who,
        handler,
        before: [layer('outer', calls)],
        after: [layer('inner', calls)],
      });
      const answer = await ask(running);
      expect(calls).toEqual(['inner', 'outer']);
      expect(answer).toMatchObject({
        status: 302,
        message: 'Found',
        body: 'Sign in first.',
        headers: { 'x-outer': '302' },
      });
      expect(answer.headers['set-cookie']).toEqual(['inner=1', 'outer=1']);
      expect(answer.headers).not.toHaveProperty('x-inner');
      expect(who.conclusions).toHaveLength(1);
    });
  });

  it('lets an inner layer change the status before the decision', async () => {
    const refuse: Middleware = (_, res, next) => {
      onHeaders(res, () => {
        res.statusCode = 401;
      });
      next();
    };
    const answer = await ask(await serve(framework, { handler: (_, res) => res.end('secret'), after: [refuse] }));
    expect(answer).toMatchObject({ status: 302, body: 'Sign in first.' });
  });

  it('lets a 1xx be the last word, with the headers that are added to it', async () => {
    const handler: Handler = (_, res) => {
      res.statusCode = 102;
      res.end();
    };
    const { port } = await serve(framework, { handler, after: [layer('inner', [])] });
    const socket = connectSocket(port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nX-User: alice\r\n\r\n');
    const [head] = await once(socket, 'data');
    expect(String(head)).toMatch(/^HTTP\/1\.1 102 Processing\r\n(.+\r\n)*Set-Cookie: session=alice\r\n/);
    socket.destroy();
  });

  it('keeps the length that Node computes', async () => {
    const calls: string[] = [];
    const answer = await ask(
      await serve(framework, { handler: (_, res) => res.end('four'), after: [layer('inner', calls)] }),
    );
    expect(answer.headers['content-length']).toBe('4');
  });
});

describe.each(frameworks)('a layer of its own kind in $name', (framework) => {
  it.each([
    { name: 'inherits from', stands: (res: ServerResponse): ServerResponse => Object.create(res) },
    { name: 'is a proxy of', stands: (res: ServerResponse) => new Proxy(res, {}) },
  ])('can put something in the place of the response that $name it', async ({ stands }) => {
    const handler: Handler = ({ headers }, res) => {
      res.statusCode = Number(headers['x-status'] ?? 200);
      stands(res).end('body');
    };
    const running = await serve(framework, { who: adapterEngine(), handler });
    expect(await ask(running, alice)).toMatchObject({ status: 200, body: 'body' });
    expect(await ask(running, { headers: { 'x-status': '401' } })).toMatchObject({ status: 302 });
  });

  /** Like express-session: sends the last byte of a body, or an empty one, only when its store has answered. */
  const slowEnd: Middleware = (_, res, next) => {
    const { write, end } = res;
    res.end = ((chunk?: string | Buffer) => {
      if (chunk && !res.headersSent) write.call(res, chunk, 'utf8', () => {});
      setImmediate(() => end.call(res, undefined, 'utf8'));
      return res;
    }) as typeof res.end;
    next();
  };

  it.each([{ order: 'before' }, { order: 'after' }] as const)(
    'that ends late may be mounted $order',
    async ({ order }) => {
      const handler: Handler = (req, res) => {
        res.statusCode = req.url === '/private' ? 401 : 200;
        res.end('body');
      };
      const running = await serve(framework, { handler, [order]: [slowEnd] });
      expect(await ask(running, alice)).toMatchObject({ status: 200, body: 'body' });
      expect(await ask(running, { path: '/private' })).toMatchObject({ status: 302, body: 'Sign in first.' });
      expect(await ask(running)).toMatchObject({ status: 200, body: 'body' });
    },
  );

  it('that ends late may be mounted before an engine that fails', async () => {
    const who = adapterEngine({
      decide() {
        throw new Error('down');
      },
    });
    const handler: Handler = (_, res) => void res.writeHead(200).end('secret');
    const running = await serve(framework, { who, handler, before: [slowEnd] });
    const answer = await ask(running);
    expect(answer.status).toBe(500);
    expect(answer.body).toBe('500 Internal Server Error\nPLUGIN_FAILED\n');
    expect((await ask(running)).status).toBe(500);
  });
});

async function askZipped({ port, agent }: Running): Promise<{
  status: number | undefined;
  headers: IncomingMessage['headers'];
  body: Buffer;
}> {
  const headers = { ...alice.headers, 'accept-encoding': 'gzip' };
  const req = request({ port, host: '127.0.0.1', agent, headers });
  req.end();
  const [res] = (await once(req, 'response')) as [IncomingMessage];
  return { status: res.statusCode, headers: res.headers, body: Buffer.concat(await res.toArray()) };
}
