import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { adapterEngine } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { alice, ask, counting, Express, everywhere, frameworks, gate, type Handler, serve, ticks } from './support.js';

/** A stream that never ends, and knows whether it was released. */
function endless(): Readable {
  return new Readable({
    read() {
      this.push(Buffer.alloc(16_384, 'x'));
    },
  });
}

describe.each(everywhere)('a challenge in $name', (framework) => {
  it('takes every header of the application with it but its cookies', async () => {
    const handler: Handler = (_, res) => {
      const headers = {
        'Content-Type': 'text/html',
        'Content-Length': '9999',
        'Content-Encoding': 'identity',
        'Content-Language': 'de',
        'Content-Disposition': 'attachment',
        'Content-Security-Policy': "default-src 'none'",
        'Transfer-Encoding': 'chunked',
        'Cache-Control': 'public, max-age=3600',
        ETag: '"1"',
        'Last-Modified': 'Thu, 01 Jan 1970 00:00:00 GMT',
        'WWW-Authenticate': 'Basic',
        'X-App': 'a',
      };
      for (const [name, value] of Object.entries(headers)) {
        if (name !== 'Content-Length') res.setHeader(name, value);
      }
      res.setHeader('Set-Cookie', 'a=1');
      res.statusCode = 401;
      res.end('secret');
    };
    const { headers } = await ask(await serve(framework, { handler }), alice);
    const { date: _, 'x-powered-by': __, connection: ___, 'keep-alive': ____, ...left } = headers;
    expect(left).toEqual({
      location: '/login',
      'content-type': 'text/plain',
      'content-length': '14',
      'set-cookie': ['a=1', 'session=; Max-Age=0'],
    });
  });

  it('shows the challenger what the application wanted to send', async () => {
    const heads: unknown[] = [];
    const who = adapterEngine({
      challenge(_, response) {
        const { status, setCookies } = response;
        heads.push({ status, setCookies, reason: response.header('X-Reason'), other: response.header('x-other') });
        heads.push(response.header('x-list'), response.header('x-none'));
        return { status: 302, body: 'Sign in first.' };
      },
    });
    const handler: Handler = (_, res) => {
      res.setHeader('X-Reason', 'overridden');
      res.setHeader('X-Other', 7);
      res.setHeader('X-List', ['a', 'b']);
      res.writeHead(401, { 'x-reason': 'expired', 'Set-Cookie': ['a=1', 'b=2'] });
      res.end();
    };
    await ask(await serve(framework, { who, handler }));
    expect(heads).toEqual([
      { status: 401, setCookies: ['a=1', 'b=2'], reason: 'expired', other: '7' },
      'a, b',
      undefined,
    ]);
  });

  it.each([{ async: false }, { async: true }])(
    'destroys what is piped in (asynchronously: $async)',
    async ({ async }) => {
      const who = adapterEngine({ decide: () => (async ? Promise.resolve(true) : true) });
      const sources: Readable[] = [];
      const handler: Handler = (_, res) => {
        res.statusCode = 401;
        const source = endless();
        sources.push(source);
        source.pipe(res);
      };
      const running = await serve(framework, { who, handler });
      const answer = await ask(running);
      expect(answer).toMatchObject({ status: 302, body: 'Sign in first.' });
      expect(sources.map(({ destroyed }) => destroyed)).toEqual([true]);
      expect((await ask(running)).connection).toBe(answer.connection);
    },
  );

  it.each([{ async: false }, { async: true }])(
    'ends a pipeline, and leaves the connection alone (asynchronously: $async)',
    async ({ async }) => {
      const who = adapterEngine({ decide: () => (async ? Promise.resolve(true) : true) });
      const ended = gate<unknown>();
      const handler: Handler = (_, res) => {
        res.statusCode = 401;
        pipeline(endless(), res).then(ended.open, ended.open);
      };
      const running = await serve(framework, { who, handler });
      const answer = await ask(running);
      expect(answer).toMatchObject({ status: 302, body: 'Sign in first.' });
      expect(await ended.promise).toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
      expect((await ask(running)).connection).toBe(answer.connection);
    },
  );

  it('ends a pipeline from a generator that never would', async () => {
    let released = false;
    async function* generate(): AsyncGenerator<string> {
      try {
        for (;;) yield 'chunk';
      } finally {
        released = true;
      }
    }
    const ended = gate<unknown>();
    const handler: Handler = (_, res) => {
      res.statusCode = 401;
      pipeline(generate(), res).then(ended.open, ended.open);
    };
    const answer = await ask(await serve(framework, { handler }));
    expect(answer.body).toBe('Sign in first.');
    expect(await ended.promise).toBeInstanceOf(Error);
    expect(released).toBe(true);
  });

  it('stops a producer that goes on for as long as it may', async () => {
    let written = 0;
    const stopped = gate<void>();
    const handler: Handler = (_, res) => {
      const produce = (): void => {
        while (res.write('chunk')) written++;
        res.once('drain', produce);
      };
      res.statusCode = 401;
      res.on('close', () => ticks(20).then(stopped.open));
      produce();
    };
    expect((await ask(await serve(framework, { handler }))).body).toBe('Sign in first.');
    await stopped.promise;
    expect(written).toBeLessThan(16_384);
  });

  it('does not mind a stream that minds being destroyed', async () => {
    const closed = gate<void>();
    const handler: Handler = (_, res) => {
      const source = new Readable({
        read() {
          this.push('secret');
        },
        destroy: (_error, done) => done(new Error('not yet')),
      });
      source.on('close', closed.open);
      res.statusCode = 401;
      source.pipe(res);
    };
    expect((await ask(await serve(framework, { handler }))).body).toBe('Sign in first.');
    await closed.promise;
  });

  it('drops a stream that is piped in after it', async () => {
    const source = endless();
    const closed = once(source, 'close');
    const handler: Handler = (_, res) => {
      res.writeHead(401);
      source.pipe(res);
    };
    expect((await ask(await serve(framework, { handler }))).body).toBe('Sign in first.');
    await closed;
  });

  it('reads a request that is echoed to its end', async () => {
    const handler: Handler = (req, res) => {
      res.statusCode = 401;
      req.pipe(res);
    };
    const running = await serve(framework, { handler });
    const answer = await ask(running, { method: 'POST', body: Buffer.alloc(1_000_000, 'x') });
    expect(answer).toMatchObject({ status: 302, body: 'Sign in first.' });
    expect((await ask(running)).connection).toBe(answer.connection);
  });

  it.each([
    { way: 'at once', promised: false },
    { way: 'later', promised: true },
  ])('meets a web stream that writes its response, decided $way', async ({ promised }) => {
    const outcomes: unknown[] = [];
    const handler: Handler = (req, res) => {
      if (req.url === '/after') return res.end('after');
      res.statusCode = 401;
      const writer = Writable.toWeb(res).getWriter();
      // What becomes of both is Node's affair: no version may crash over it.
      outcomes.push(...[writer.write('secret'), writer.close()].map((done) => done.catch(() => {})));
      return Promise.all(outcomes);
    };
    const running = await serve(framework, { who: adapterEngine({ promised }), handler });
    for (const body of ['', 'x'.repeat(70_000)]) {
      const answer = await ask(running, { method: 'POST', body });
      expect(answer).toMatchObject({ status: 302, body: 'Sign in first.' });
    }
    await Promise.all(outcomes);
    expect((await ask(running, { path: '/after' })).body).toBe('after');
  });

  it('leaves the response open to its application until that ends it', async () => {
    const states: boolean[] = [];
    const handler: Handler = (_, res) => {
      res.writeHead(401);
      states.push(res.writableEnded);
      res.end('secret');
      states.push(res.writableEnded);
    };
    await ask(await serve(framework, { handler }));
    expect(states).toEqual([false, true]);
  });

  it('survives whatever the application still does, calls its callbacks and sends none of it', async () => {
    const calls: string[] = [];
    const late = gate<void>();
    const harass = (res: ServerResponse, when: string): void => {
      expect(res.write('stray', () => calls.push(`${when} write`))).toBeTypeOf('boolean');
      expect(res.write('stray', 'utf8', () => calls.push(`${when} write with encoding`))).toBeTypeOf('boolean');
      expect(res.end('stray', () => calls.push(`${when} end`))).toBe(res);
      expect(res.end(() => calls.push(`${when} bare end`))).toBe(res);
      expect(res.writeHead(200, { 'X-Stray': '1' })).toBe(res);
      expect(res.setHeader('X-Stray', '1')).toBe(res);
      expect(res.appendHeader('X-Stray', '1')).toBe(res);
      res.removeHeader('Location');
      res.flushHeaders();
      res.addTrailers({ 'X-Stray': '1' });
      res.writeContinue();
      res.writeProcessing();
      res.writeEarlyHints({ link: '</stray>; rel=preload' });
      // Node 24 has it.
      (res as { writeInformation?(status: number): void }).writeInformation?.(103);
      res.write('after end');
      res.destroy(new Error('stray'));
    };
    const handler: Handler = (_, res) => {
      res.once('error', (error) => calls.push(`error ${error.message}`));
      res.writeHead(401);
      harass(res, 'at once');
      res.on('close', () => {
        harass(res, 'late');
        setImmediate(() => late.open());
      });
    };
    const running = await serve(framework, { handler });
    const answer = await ask(running);
    expect(answer).toMatchObject({ status: 302, body: 'Sign in first.', informational: [] });
    expect(answer.rawHeaders).not.toContain('X-Stray');
    await late.promise;
    const expected = ['write', 'write with encoding', 'end', 'bare end'];
    expect(calls).toEqual([...expected.map((name) => `at once ${name}`), ...expected.map((name) => `late ${name}`)]);
    expect((await ask(running)).connection).toBe(answer.connection);
  });

  it('emits finish and close once', async () => {
    const events: string[] = [];
    const closed = gate<void>();
    const handler: Handler = (_, res) => {
      res.on('finish', () => events.push('finish'));
      res.on('close', () => {
        events.push('close');
        closed.open();
      });
      res.writeHead(401);
      res.end('secret');
    };
    await ask(await serve(framework, { handler }));
    await closed.promise;
    expect(events).toEqual(['finish', 'close']);
  });

  it.each(['unread', 'half read', 'paused'])('keeps the connection after an upload that was %s', async (how) => {
    const handler: Handler = (req, res) => {
      const refuse = (): void => {
        res.statusCode = 401;
        res.end('secret');
      };
      if (how === 'unread') return refuse();
      if (how === 'paused') {
        return req.once('data', () => {
          req.pause();
          refuse();
        });
      }
      return req.once('readable', () => {
        req.read(10);
        refuse();
      });
    };
    const running = await serve(framework, { handler });
    const upload = { method: 'POST', body: Buffer.alloc(3_000_000, 'x') };
    const answer = await ask(running, upload);
    expect(answer.status).toBe(302);
    expect((await ask(running, upload)).connection).toBe(answer.connection);
  });

  it('answers an upload that waits for 100 Continue', async () => {
    const handler: Handler = (_, res) => void res.writeHead(401).end('secret');
    const running = await serve(framework, { handler });
    const answer = await ask(running, { method: 'POST', headers: { Expect: '100-continue' }, body: 'x'.repeat(1000) });
    expect(answer).toMatchObject({ status: 302, informational: [100] });
    expect((await ask(running)).connection).toBe(answer.connection);
  });

  it('keeps pipelined requests in order', async () => {
    const last = gate<void>();
    const handler: Handler = (req, res) => {
      res.statusCode = req.url === '/open' ? 200 : 401;
      if (req.url === '/first') return last.promise.then(() => res.end('body'));
      if (req.url === '/last') last.open();
      return res.end(`body of ${req.url}\n`);
    };
    const { port } = await serve(framework, { handler });
    const socket = connectSocket(port, '127.0.0.1');
    const post = (path: string): string => `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody`;
    const get = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n${more}\r\n`;
    socket.write(post('/first') + get('/open') + post('/third') + get('/last', 'Connection: close\r\n'));
    let text = '';
    for await (const chunk of socket) text += chunk;
    expect(text.match(/HTTP\/1\.1 \d+|body of \S+|Sign in first\./g)).toEqual([
      'HTTP/1.1 302',
      'Sign in first.',
      'HTTP/1.1 200',
      'body of /open',
      'HTTP/1.1 302',
      'Sign in first.',
      'HTTP/1.1 302',
      'Sign in first.',
    ]);
  });
});

describe.each(frameworks)('a challenge in $name', (framework) => {
  it('leaves the headers of outer layers as these set them', async () => {
    const handler: Handler = (_, res) => {
      res.setHeader('X-Frame-Options', 'SAMEORIGIN');
      res.setHeader('X-App', 'a');
      res.appendHeader('Set-Cookie', 'app=1');
      res.statusCode = 401;
      res.end('secret');
    };
    const running = await serve(framework, {
      handler,
      before: [
        (_, res, next) => {
          res.setHeader('X-Frame-Options', 'DENY');
          res.setHeader('Content-Security-Policy', "default-src 'self'");
          res.setHeader('Content-Type', 'text/html');
          res.setHeader('Vary', 'Origin');
          res.setHeader('Set-Cookie', ['outer=1', 'outer=2']);
          next();
        },
      ],
      who: adapterEngine({
        challenge: () => ({
          status: 302,
          headers: [
            ['Location', '/login'],
            ['Vary', 'Cookie'],
            ['Link', '<a>'],
            ['Link', '<b>'],
          ],
        }),
      }),
    });
    const { headers } = await ask(running);
    expect(headers).toMatchObject({
      'x-frame-options': 'DENY',
      'content-security-policy': "default-src 'self'",
      vary: 'Origin, Cookie',
      link: '<a>, <b>',
      'content-length': '0',
      'set-cookie': ['outer=1', 'outer=2', 'app=1'],
    });
    expect(headers).not.toHaveProperty('x-app');
    expect(headers).not.toHaveProperty('content-type');
  });

  it('comes from next(error) with status 401', async () => {
    const who = counting(adapterEngine());
    const error = Object.assign(new Error('who are you'), { status: 401, headers: { 'X-App': 'a' } });
    const answer = await ask(await serve(framework, { who, handler: (_req, _res, next) => next(error) }), alice);
    expect(answer).toMatchObject({ status: 302, message: 'Found', body: 'Sign in first.' });
    expect(answer.headers['set-cookie']).toEqual(['session=; Max-Age=0']);
    expect(answer.headers).not.toHaveProperty('x-app');
    expect(answer.headers).not.toHaveProperty('x-content-type-options');
    expect(who.conclusions.map(({ status }) => status)).toEqual([401]);
  });

  it('comes from an error handler that answers 401', async () => {
    const answer = await ask(
      await serve(framework, {
        handler: () => {
          throw new Error('who are you');
        },
        errorHandler: (_error, _req, res, _next) => void res.writeHead(401).end('sorry'),
      }),
    );
    expect(answer).toMatchObject({ status: 302, body: 'Sign in first.' });
  });

  it('reaches the client although the application fails after it', async () => {
    const handler: Handler = (_, res) => {
      res.writeHead(401);
      throw new Error('too late');
    };
    expect(await ask(await serve(framework, { handler }))).toMatchObject({ status: 302, body: 'Sign in first.' });
  });

  it('never adds to a list of cookies that the application uses for everybody', async () => {
    const shared = ['theme=dark'];
    const handler: Handler = (_, res) => {
      res.setHeader('Set-Cookie', shared);
      res.end();
    };
    const running = await serve(framework, { handler });
    for (let i = 0; i < 2; i++) {
      expect((await ask(running, alice)).headers['set-cookie']).toEqual(['theme=dark', 'session=alice']);
    }
    expect(shared).toEqual(['theme=dark']);
  });
});

it('reaches the client in Express although a handler lets its pipeline fail', async () => {
  const errors: unknown[] = [];
  const running = await serve(Express, {
    handler(_, res) {
      res.statusCode = 401;
      return pipeline(endless(), res);
    },
    errorHandler(error, _req, _res, next) {
      errors.push(error);
      next(error);
    },
  });
  const { connection } = await ask(running);
  for (let i = 0; i < 2; i++) {
    expect(await ask(running)).toMatchObject({ status: 302, body: 'Sign in first.', connection });
  }
  expect(errors).toHaveLength(3);
});
