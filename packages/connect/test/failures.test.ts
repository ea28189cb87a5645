import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { type Logger, type Reply, WhoError } from '@who/core';
import { type AdapterEngineParts, adapterEngine, backendDown } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import type { Next, WhoMiddlewareOptions } from '../src/index.js';
import {
  type Answer,
  alice,
  ask,
  Bare,
  counting,
  type ErrorHandler,
  everywhere,
  frameworks,
  gate,
  type Handler,
  listen,
  serve,
  ticks,
} from './support.js';

const file = fileURLToPath(new URL('../LICENSE', import.meta.url));

function odd(): never {
  throw new WhoError('Odd.', { code: 'ODD', plugin: 'all', headers: [['X-Odd', 'a\nb']] });
}

const failing: readonly { name: string; parts: AdapterEngineParts; status: number }[] = [
  { name: 'a decider that throws', parts: { decide: backendDown }, status: 200 },
  { name: 'a decider that rejects', parts: { decide: async () => backendDown() }, status: 200 },
  { name: 'a remember that throws', parts: { remember: backendDown }, status: 200 },
  { name: 'a remember that rejects', parts: { remember: async () => backendDown() }, status: 200 },
  { name: 'a challenger that throws', parts: { challenge: backendDown }, status: 401 },
  { name: 'a challenger that rejects', parts: { challenge: async () => backendDown() }, status: 401 },
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

/** What becomes of the error. */
const pages: readonly { name: string; onError?: WhoMiddlewareOptions['onError']; page: Partial<Answer> }[] = [
  {
    name: 'the plain page',
    page: { status: 503, body: '503 Service Unavailable\nBACKEND_DOWN\n' },
  },
  {
    name: 'a page of its own',
    onError: ({ status, code }) => ({ status, headers: [['X-Page', code]], body: 'sorry' }),
    page: { status: 503, body: 'sorry', headers: expect.objectContaining({ 'x-page': 'BACKEND_DOWN' }) },
  },
  {
    name: 'a page that takes its time',
    onError: async (_error, { url }) => {
      await ticks(3);
      return { status: 500, body: `sorry ${url}` };
    },
    page: { status: 500, body: 'sorry /' },
  },
];

describe.each(everywhere)('errors on the way out in $name', (framework) => {
  describe.each(failing)('$name', ({ parts, status }) => {
    it.each(applications.flatMap((application) => pages.map((page) => ({ application, page }))))(
      'make $page.name of $application.name, and reach no error handler',
      async ({ application, page: { onError, page } }) => {
        const who = counting(adapterEngine(parts));
        const handled: unknown[] = [];
        const errorHandler: ErrorHandler = (error, _req, res, _next) => {
          handled.push(error);
          res.end('handled');
        };
        const answered = gate<void>();
        const handler: Handler = (_, res) => {
          res.on('close', answered.open);
          res.setHeader('X-App', 'a');
          res.setHeader('ETag', '"1"');
          return void application.send(res, status);
        };
        const running = await serve(framework, { who, handler, errorHandler, options: { onError } });
        const answer = await ask(running, alice);
        expect(answer).toMatchObject(page);
        expect(answer.headers).not.toHaveProperty('x-app');
        expect(answer.headers).not.toHaveProperty('etag');
        expect(answer.headers).not.toHaveProperty('set-cookie');
        expect(who.conclusions).toHaveLength(1);
        await answered.promise;
        await ticks(8);
        expect((await ask(running, alice)).connection).toBe(answer.connection);
        expect(handled).toEqual([]);
      },
    );
  });

  it('are in the log once, with the code and the cause, and what the client did wrong is not an error', async () => {
    const log: string[] = [];
    const logger: Logger = { debug: (m) => log.push(`debug ${m}`), warn() {}, error: (m) => log.push(`error ${m}`) };
    const failures = [
      new Error('no route'),
      new WhoError('The form was cut off.', { code: 'BAD_FORM', plugin: 'all', status: 400 }),
    ];
    const who = adapterEngine({ decide: () => Promise.reject(failures.shift()), logger });
    const running = await serve(framework, { who, handler: (_, res) => res.end('secret') });
    expect((await ask(running)).status).toBe(500);
    expect((await ask(running)).status).toBe(400);
    expect(log).toEqual([
      'error [challengeDecider] The plugin failed; see the cause. (PLUGIN_FAILED): Error: no route',
      'debug [all] The form was cut off. (BAD_FORM)',
    ]);
  });

  it.each([
    { name: 'throws', onError: backendDown },
    { name: 'rejects', onError: async () => backendDown() },
  ])('end in the plain page where "onError" $name', async ({ onError }) => {
    const who = adapterEngine({ decide: async () => backendDown() });
    const answer = await ask(
      await serve(framework, { who, handler: (_, res) => res.end('secret'), options: { onError } }),
    );
    expect(answer).toMatchObject({ status: 503, body: '503 Service Unavailable\nBACKEND_DOWN\n' });
  });

  it.each([
    { name: 'no status', onError: () => ({}) as Reply },
    { name: 'a header of two lines', onError: (): Reply => ({ status: 500, headers: [['X-Page', 'a\nb']] }) },
  ])('end in a bare 500 where "onError" makes a reply with $name', async ({ onError }) => {
    const who = adapterEngine({ decide: backendDown });
    const running = await serve(framework, { who, handler: (_, res) => res.end('secret'), options: { onError } });
    const answer = await ask(running);
    expect(answer).toMatchObject({ status: 500, body: '500 Internal Server Error\n' });
    expect((await ask(running)).connection).toBe(answer.connection);
  });

  it('break the connection off where an outer layer lets nothing pass', async () => {
    const { port } = await listen((req, res) => {
      res.writeHead = () => {
        throw new Error('no');
      };
      framework.listener({ who: adapterEngine({ decide: backendDown }), handler: (_, inner) => inner.end('secret') })(
        req,
        res,
      );
    });
    const socket = connectSocket(port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    let text = '';
    for await (const chunk of socket) text += chunk;
    expect(text).toBe('');
  });

  it('tell the client nothing that HTTP does not allow', async () => {
    const options = { code: 'ODD', plugin: 'all', status: 799, headers: [['X-Odd', 'a\nb']] as const };
    const decide = (): never => {
      throw new WhoError('Odd.', options);
    };
    const answer = await ask(
      await serve(framework, { who: adapterEngine({ decide }), handler: (_, res) => res.end() }),
    );
    expect(answer.status).toBe(500);
    expect(answer.headers).not.toHaveProperty('x-odd');
  });

  it('leave room for one conclusion only, even where the page is a 401', async () => {
    const who = counting(adapterEngine({ challenge: backendDown }));
    const onError = (): Reply => ({ status: 401, body: 'no luck' });
    const answer = await ask(
      await serve(framework, { who, handler: (_, res) => void res.writeHead(401).end(), options: { onError } }),
    );
    expect(answer).toMatchObject({ status: 401, body: 'no luck' });
    expect(who.conclusions).toHaveLength(1);
  });

  it('keep an iterable out of a page that takes its time', async () => {
    function* forever(): Generator<string> {
      for (;;) yield 'secret';
    }
    const ended = gate<unknown>();
    const handler: Handler = (_, res) => void pipeline(forever(), res).then(ended.open, ended.open);
    const onError = async (): Promise<Reply> => {
      await ticks(5);
      return { status: 500, body: 'sorry' };
    };
    const running = await serve(framework, {
      who: adapterEngine({ decide: backendDown }),
      handler,
      options: { onError },
    });
    expect(await ask(running)).toMatchObject({ status: 500, body: 'sorry' });
    expect(await ended.promise).toBeInstanceOf(Error);
  });

  it('survive what the application does while the page waits for its turn', async () => {
    const stray = gate<void>();
    const errors: unknown[] = [];
    const handler: Handler = (req, res) => {
      if (req.url === '/first') return stray.promise.then(() => res.end('first'));
      res.on('error', (error) => errors.push(error));
      res.writeHead(200);
      return ticks(3).then(() => {
        res.write('secret');
        res.end('secret', () => setImmediate(stray.open));
      });
    };
    const who = adapterEngine({ decide: (_, { status }) => (status === 200 ? backendDown() : false) });
    const { port } = await serve(framework, {
      who,
      handler: (req, res, next) => {
        res.statusCode = req.url === '/first' ? 201 : 200;
        return handler(req, res, next);
      },
    });
    const socket = connectSocket(port, '127.0.0.1');
    socket.write('GET /first HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    let text = '';
    for await (const chunk of socket) text += chunk;
    expect(text.match(/HTTP\/1\.1 \d+|first|BACKEND_DOWN|secret/g)).toEqual([
      'HTTP/1.1 201',
      'first',
      'HTTP/1.1 503',
      'BACKEND_DOWN',
    ]);
    expect(errors).toEqual([]);
  });
});

describe.each(frameworks)('errors in $name', (framework) => {
  it('on the way out leave the cookies of outer layers alone', async () => {
    const running = await serve(framework, {
      who: adapterEngine({ decide: backendDown }),
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

  it('is no challenge that nobody can make: the response goes out as it is', async () => {
    const seen: unknown[] = [];
    const errorHandler: ErrorHandler = (error, _req, res, _next) => {
      seen.push(error);
      res.end();
    };
    const who = adapterEngine({ challenge: () => undefined });
    const answer = await ask(
      await serve(framework, { who, handler: (_, res) => void res.writeHead(401).end('{}'), errorHandler }),
    );
    expect(answer).toMatchObject({ status: 401, body: '{}' });
    expect(seen).toEqual([]);
  });

  it.each([
    { name: 'throws', identify: backendDown },
    { name: 'rejects', identify: async () => backendDown() },
  ])(
    'of an identifier that $name reach the error handlers, and never let the application run',
    async ({ identify }) => {
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
      const answer = await ask(await serve(framework, { who: adapterEngine({ identify }), handler, errorHandler }));
      expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '7' } });
      expect(seen).toEqual([expect.objectContaining({ code: 'BACKEND_DOWN', status: 503 })]);
      expect(ran).toBe(false);
    },
  );

  it.each([
    { name: 'throws', identify: odd },
    { name: 'rejects', identify: async () => odd() },
  ])('never crash the final handler by headers that HTTP does not allow: an identifier that $name', async (parts) => {
    const answer = await ask(await serve(framework, { who: adapterEngine(parts), handler: (_, res) => res.end() }));
    expect(answer.status).toBe(500);
    expect(answer.body).toContain('The header &quot;X-Odd&quot; has characters');
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
    { name: 'on the way in', parts: { identify: backendDown } },
    { name: 'on the way in, later', parts: { identify: async () => backendDown() } },
    { name: 'on the way out', parts: { decide: backendDown } },
    { name: 'on the way out, later', parts: { decide: async () => backendDown() } },
  ])('answers an error $name with a plain page', async ({ parts }) => {
    const handler: Handler = (_, res) => void res.writeHead(200, { 'X-App': 'a' }).end('secret');
    const running = await serve(Bare, { who: adapterEngine(parts), handler });
    const answer = await ask(running);
    expect(answer).toMatchObject({
      status: 503,
      body: '503 Service Unavailable\nBACKEND_DOWN\n',
      headers: { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '7', 'cache-control': 'no-store' },
    });
    expect(answer.headers).not.toHaveProperty('x-app');
    expect((await ask(running)).connection).toBe(answer.connection);
  });

  it('answers an error on the way in as "onError" says', async () => {
    const onError = async ({ code }: WhoError, { url }: IncomingMessage): Promise<Reply> => ({
      status: 502,
      body: `${code} ${url}`,
    });
    const setup = {
      who: adapterEngine({ identify: backendDown }),
      handler: (_: unknown, res: ServerResponse) => res.end('secret'),
    };
    const answer = await ask(await serve(Bare, { ...setup, options: { onError } }), { path: '/x' });
    expect(answer).toMatchObject({ status: 502, body: 'BACKEND_DOWN /x' });
  });

  it('says no more of an error that is none of ours', async () => {
    const identify = (): never => {
      throw new Error('password hunter2');
    };
    const answer = await ask(await serve(Bare, { who: adapterEngine({ identify }), handler: (_, res) => res.end() }));
    expect(answer).toMatchObject({ status: 500, body: '500 Internal Server Error\nPLUGIN_FAILED\n' });
  });
});
