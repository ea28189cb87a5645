import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { WhoError } from '@who/core';
import { describe, expect, it } from 'vitest';
import type { Next } from '../src/index.js';
import {
  alice,
  ask,
  Bare,
  counting,
  type EngineParts,
  type ErrorHandler,
  engine,
  everywhere,
  frameworks,
  gate,
  type Handler,
  serve,
  ticks,
} from './support.js';

const file = fileURLToPath(new URL('../LICENSE', import.meta.url));

function down(): WhoError {
  return new WhoError('The backend is down.', {
    code: 'BACKEND_DOWN',
    plugin: 'all',
    status: 503,
    headers: [['Retry-After', '7']],
  });
}

function fails(): never {
  throw down();
}

const failing: readonly { name: string; parts: EngineParts; status: number }[] = [
  { name: 'a decider that throws', parts: { decide: fails }, status: 200 },
  { name: 'a decider that rejects', parts: { decide: () => Promise.reject(down()) }, status: 200 },
  { name: 'a remember that throws', parts: { remember: fails }, status: 200 },
  { name: 'a remember that rejects', parts: { remember: () => Promise.reject(down()) }, status: 200 },
  { name: 'a challenger that throws', parts: { challenge: fails }, status: 401 },
  { name: 'a challenger that rejects', parts: { challenge: () => Promise.reject(down()) }, status: 401 },
];

/** How applications send a response, the head in one tick and the rest in the same or in later ones. */
const applications: readonly { name: string; send: (res: ServerResponse, status: number) => unknown }[] = [
  { name: 'end', send: (res, status) => Object.assign(res, { statusCode: status }).end('secret') },
  { name: 'writeHead and end', send: (res, status) => res.writeHead(status, { 'X-App': 'a' }).end('secret') },
  {
    name: 'write and end',
    send(res, status) {
      res.statusCode = status;
      res.write('secret');
      res.write('secret');
      res.end('secret');
    },
  },
  {
    name: 'write, and end later',
    send(res, status) {
      res.statusCode = status;
      res.write('secret');
      setImmediate(() => res.write('secret'));
      ticks(4).then(() => res.end('secret'));
    },
  },
  {
    name: 'flushHeaders, and end later',
    send(res, status) {
      res.statusCode = status;
      res.flushHeaders();
      ticks(4).then(() => res.end('secret'));
    },
  },
  {
    name: 'pipe',
    send(res, status) {
      res.statusCode = status;
      createReadStream(file).pipe(res);
    },
  },
  {
    name: 'pipeline',
    send(res, status) {
      res.statusCode = status;
      pipeline(createReadStream(file), res).catch(() => {});
    },
  },
  {
    name: 'pipeline from an endless iterable',
    send(res, status) {
      res.statusCode = status;
      function* forever(): Generator<string> {
        for (;;) yield 'secret';
      }
      pipeline(forever(), res).catch(() => {});
    },
  },
];

const handlers: readonly { name: string; errorHandler?: ErrorHandler; body: unknown }[] = [
  { name: 'the final handler', body: expect.stringContaining('WhoError: [all] The backend is down.') },
  { name: 'bare end', errorHandler: (_error, _req, res, _next) => res.end('sorry'), body: 'sorry' },
  {
    name: 'a head and end',
    errorHandler: (error, _req, res, _next) => {
      res.statusCode = (error as WhoError).status;
      res.setHeader('Content-Type', 'text/plain');
      res.end('sorry');
    },
    body: 'sorry',
  },
  {
    name: 'an answer in a later tick',
    errorHandler: async (error, _req, res, _next) => {
      await ticks(2);
      res.writeHead((error as WhoError).status, { 'Content-Type': 'text/plain' });
      res.end('sorry');
    },
    body: 'sorry',
  },
  {
    name: 'a head now and an end later',
    errorHandler: async (error, _req, res, _next) => {
      res.statusCode = (error as WhoError).status;
      await Promise.resolve();
      res.end('sorry');
    },
    body: 'sorry',
  },
  {
    name: 'a file',
    errorHandler: (_error, _req, res, _next) => {
      res.setHeader('Content-Type', 'text/plain');
      Readable.from(['sor', 'ry']).pipe(res);
    },
    body: 'sorry',
  },
];

describe.each(frameworks)('errors on the way out in $name', (framework) => {
  describe.each(failing)('$name', ({ parts, status }) => {
    it.each(applications.flatMap((application) => handlers.map((handler) => ({ application, handler }))))(
      'reaches the error handlers: $application.name, answered by $handler.name',
      async ({ application, handler: { errorHandler, body } }) => {
        const who = counting(engine(parts));
        const seen: unknown[] = [];
        const answered = gate<void>();
        const spy: ErrorHandler = (error, req, res, next) => {
          seen.push(error);
          res.on('close', answered.open);
          return errorHandler ? errorHandler(error, req, res, next) : next(error);
        };
        const handler: Handler = (_, res) => {
          res.setHeader('X-App', 'a');
          res.setHeader('ETag', '"1"');
          return void application.send(res, status);
        };
        const running = await serve(framework, { who, handler, errorHandler: spy });
        const answer = await ask(running, alice);
        expect(answer).toMatchObject({ status: 503, body });
        expect(answer.body).not.toContain('secret');
        expect(answer.headers).not.toHaveProperty('x-app');
        expect(answer.headers).not.toHaveProperty('etag');
        expect(answer.headers).not.toHaveProperty('set-cookie');
        expect(seen).toEqual([expect.objectContaining({ code: 'BACKEND_DOWN', status: 503 })]);
        expect(who.conclusions).toHaveLength(1);
        await answered.promise;
        await ticks(8);
        expect((await ask(running, alice)).connection).toBe(answer.connection);
      },
    );
  });

  it('tells the final handler the headers of an error', async () => {
    const answer = await ask(
      await serve(framework, { who: engine({ decide: fails }), handler: (_, res) => res.end() }),
    );
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '7' } });
  });

  it('concludes once, even where the error handler answers 401', async () => {
    const who = counting(engine({ challenge: fails }));
    const errorHandler: ErrorHandler = (_error, _req, res, _next) => void res.writeHead(401).end('no luck');
    const answer = await ask(
      await serve(framework, { who, handler: (_, res) => void res.writeHead(401).end(), errorHandler }),
    );
    expect(answer).toMatchObject({ status: 401, body: 'no luck' });
    expect(who.conclusions).toHaveLength(1);
  });

  it('keeps an iterable out of an answer that takes its time', async () => {
    function* forever(): Generator<string> {
      for (;;) yield 'secret';
    }
    const ended = gate<unknown>();
    const handler: Handler = (_, res) => void pipeline(forever(), res).then(ended.open, ended.open);
    const errorHandler: ErrorHandler = async (_error, _req, res, _next) => {
      res.setHeader('Content-Type', 'text/plain');
      await ticks(5);
      res.end('sorry');
    };
    const answer = await ask(await serve(framework, { who: engine({ decide: fails }), handler, errorHandler }));
    expect(answer).toMatchObject({ status: 503, body: 'sorry' });
    expect(await ended.promise).toMatchObject({ message: 'The response has failed.' });
  });

  it('survives what the application does while the answer waits for its turn', async () => {
    const stray = gate<void>();
    let done = false;
    const errors: unknown[] = [];
    const handler: Handler = (req, res) => {
      if (req.url === '/first') return stray.promise.then(() => res.end('first'));
      res.on('error', (error) => errors.push(error));
      res.writeHead(200);
      return ticks(3).then(() => {
        res.write('secret');
        done = true;
        res.end('secret', () => setImmediate(stray.open));
      });
    };
    const who = engine({ decide: ({ status }) => (done ? status === 401 : fails()) });
    const errorHandler: ErrorHandler = (_error, _req, res, _next) => res.end('sorry');
    const { port } = await serve(framework, { who, handler, errorHandler });
    const socket = connectSocket(port, '127.0.0.1');
    socket.write('GET /first HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    let text = '';
    for await (const chunk of socket) text += chunk;
    expect(text.match(/HTTP\/1\.1 \d+|first|sorry|secret/g)).toEqual([
      'HTTP/1.1 200',
      'first',
      'HTTP/1.1 503',
      'sorry',
    ]);
    expect(errors).toEqual([]);
  });

  it('leaves the cookies of outer layers alone', async () => {
    const running = await serve(framework, {
      who: engine({ decide: fails }),
      before: [
        (_, res, next) => {
          res.setHeader('Set-Cookie', ['outer=1', 'outer=2']);
          next();
        },
      ],
      handler: (_, res) => res.appendHeader('Set-Cookie', 'app=1').end('secret'),
    });
    expect((await ask(running)).headers['set-cookie']).toEqual(['outer=1', 'outer=2']);
  });

  it('names a missing challenger', async () => {
    const seen: unknown[] = [];
    const errorHandler: ErrorHandler = (error, _req, res, _next) => {
      seen.push(error);
      res.end();
    };
    const who = engine({ challenge: () => undefined });
    const answer = await ask(
      await serve(framework, { who, handler: (_, res) => void res.writeHead(401).end(), errorHandler }),
    );
    expect(answer.status).toBe(500);
    expect(seen).toEqual([expect.objectContaining({ code: 'NO_CHALLENGER', status: 500 })]);
  });

  it.each([
    { name: 'throws', identify: fails },
    { name: 'rejects', identify: () => Promise.reject(down()) },
  ])('an identifier that $name never lets the application run', async ({ identify }) => {
    let ran = false;
    const handler: Handler = (_, res) => {
      ran = true;
      res.end();
    };
    const seen: unknown[] = [];
    const errorHandler: ErrorHandler = (error: Error, _req: IncomingMessage, _res: ServerResponse, next: Next) => {
      seen.push(error);
      next(error);
    };
    const answer = await ask(await serve(framework, { who: engine({ identify }), handler, errorHandler }));
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '7' } });
    expect(seen).toEqual([expect.objectContaining({ code: 'BACKEND_DOWN', status: 503 })]);
    expect(ran).toBe(false);
  });
});

describe.each(everywhere)('errors of the application in $name', (framework) => {
  it('are none of our business once the response is through', async () => {
    const errors: unknown[] = [];
    const handler: Handler = (_, res) => {
      res.on('error', (error) => errors.push(error));
      res.end('body');
      res.write('after end');
    };
    expect((await ask(await serve(framework, { handler }))).body).toBe('body');
    expect(errors).toEqual([expect.objectContaining({ code: 'ERR_STREAM_WRITE_AFTER_END' })]);
  });
});

describe('whoListener', () => {
  it.each([
    { name: 'on the way in', parts: { identify: fails } },
    { name: 'on the way in, later', parts: { identify: () => Promise.reject(down()) } },
    { name: 'on the way out', parts: { decide: fails } },
    { name: 'on the way out, later', parts: { decide: () => Promise.reject(down()) } },
  ])('answers an error $name with a plain page', async ({ parts }) => {
    const handler: Handler = (_, res) => void res.writeHead(200, { 'X-App': 'a' }).end('secret');
    const running = await serve(Bare, { who: engine(parts), handler });
    const answer = await ask(running);
    expect(answer).toMatchObject({
      status: 503,
      body: '503 Service Unavailable\nBACKEND_DOWN\n',
      headers: { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '7', 'cache-control': 'no-store' },
    });
    expect(answer.headers).not.toHaveProperty('x-app');
    expect((await ask(running)).connection).toBe(answer.connection);
  });

  it('says no more of an error that is none of ours', async () => {
    const identify = (): never => {
      throw new Error('password hunter2');
    };
    const answer = await ask(await serve(Bare, { who: engine({ identify }), handler: (_, res) => res.end() }));
    expect(answer).toMatchObject({ status: 500, body: '500 Internal Server Error\nPLUGIN_FAILED\n' });
  });
});
