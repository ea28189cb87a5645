import { createReadStream } from 'node:fs';
import { type ServerResponse, STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { adapterEngine } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { alice, ask, counting, Express, everywhere, type Handler, serve } from './support.js';

const file = fileURLToPath(new URL('../LICENSE', import.meta.url));
const quiet = adapterEngine({ remember: () => undefined });

/** Every way in which an application can commit a head: a handler, and what a client gets to see of it. */
const ways: readonly { name: string; handler: (status: number) => Handler; headers?: object; message?: string }[] = [
  { name: 'writeHead(status)', handler: (status) => (_, res) => res.writeHead(status).end('body') },
  {
    name: 'writeHead(status, message)',
    handler: (status) => (_, res) => res.writeHead(status, 'As You Like').end('body'),
    message: 'As You Like',
  },
  {
    name: 'writeHead(status, object)',
    handler: (status) => (_, res) => res.writeHead(status, { 'X-App': 'a', 'Set-Cookie': ['a=1', 'b=2'] }).end('body'),
    headers: { 'x-app': 'a', 'set-cookie': ['a=1', 'b=2'] },
  },
  {
    name: 'writeHead(status, message, object)',
    handler: (status) => (_, res) => res.writeHead(status, 'Much Ado', { 'X-App': 'a', 'Set-Cookie': 'a=1' }).end(),
    headers: { 'x-app': 'a', 'set-cookie': ['a=1'] },
    message: 'Much Ado',
  },
  {
    name: 'writeHead(status, undefined, object)',
    handler: (status) => (_, res) => res.writeHead(status, undefined, { 'X-App': 'a' }).end(),
    headers: { 'x-app': 'a' },
  },
  {
    name: 'writeHead(status, flat list)',
    handler: (status) => (_, res) => {
      res.removeHeader('X-Powered-By');
      res.writeHead(status, ['X-App', 'a', 'Set-Cookie', 'a=1']).end('body');
    },
    headers: { 'x-app': 'a', 'set-cookie': ['a=1'] },
  },
  { name: 'end', handler: (status) => (_, res) => void Object.assign(res, { statusCode: status }).end('body') },
  {
    name: 'setHeader, write and end',
    handler: (status) => (_, res) => {
      res.statusCode = status;
      res.setHeader('Set-Cookie', ['a=1', 'b=2']);
      res.write('bo');
      res.end('dy');
    },
    headers: { 'set-cookie': ['a=1', 'b=2'] },
  },
  {
    name: 'statusMessage',
    handler: (status) => (_, res) => {
      res.statusCode = status;
      res.statusMessage = 'My Own';
      res.end('body');
    },
    message: 'My Own',
  },
  {
    name: 'pipe',
    handler: (status) => (_, res) => {
      res.statusCode = status;
      createReadStream(file).pipe(res);
    },
  },
  {
    name: 'pipeline',
    handler: (status) => async (_, res) => {
      res.statusCode = status;
      await pipeline(createReadStream(file), res).catch(() => {});
    },
  },
  {
    name: 'pipeline from an iterable',
    handler: (status) => async (_, res) => {
      res.statusCode = status;
      await pipeline(Readable.from(['bo', 'dy']), res).catch(() => {});
    },
  },
  {
    name: 'flushHeaders',
    handler: (status) => (_, res) => {
      res.statusCode = status;
      res.flushHeaders();
      setImmediate(() => res.end('body'));
    },
  },
];

describe.each(everywhere)('$name', (framework) => {
  describe.each(ways)('$name', ({ handler, headers = {}, message }) => {
    it('goes out untouched when there is nothing to do', async () => {
      const bare = await serve(framework, { who: quiet, handler: handler(200), options: { remoteUserKey: 'user' } });
      const answer = await ask(bare);
      expect(answer.status).toBe(200);
      expect(answer.message).toBe(message ?? 'OK');
      expect(answer.headers).toMatchObject(headers);
      expect(answer.headers).not.toHaveProperty('location');
    });

    it('gets the headers that remember, beside its own', async () => {
      const { 'set-cookie': cookies = [], ...others } = headers as Record<string, string[]>;
      const answer = await ask(await serve(framework, { handler: handler(200) }), alice);
      expect(answer.status).toBe(200);
      expect(answer.message).toBe(message ?? 'OK');
      expect(answer.headers).toMatchObject(others);
      expect(answer.headers['set-cookie']).toEqual([...cookies, 'session=alice']);
    });

    it('is replaced by a challenge, its cookies kept', async () => {
      const { 'set-cookie': cookies = [] } = headers as Record<string, string[]>;
      const running = await serve(framework, { handler: handler(401) });
      const answer = await ask(running, alice);
      expect(answer).toMatchObject({ status: 302, message: STATUS_CODES[302], body: 'Sign in first.' });
      expect(answer.headers).toMatchObject({
        location: '/login',
        'content-length': '14',
        'content-type': 'text/plain',
      });
      expect(answer.headers['set-cookie']).toEqual([...cookies, 'session=; Max-Age=0']);
      expect(answer.headers).not.toHaveProperty('x-app');
      expect((await ask(running)).connection).toBe(answer.connection);
    });

    it('is replaced by a challenge that takes its time', async () => {
      const who = adapterEngine({ challenge: async () => LOGIN_LATER });
      const answer = await ask(await serve(framework, { who, handler: handler(401) }));
      expect(answer).toMatchObject({ status: 303, body: 'Later.' });
      expect(answer.headers).not.toHaveProperty('x-app');
    });

    it('goes out after a decision that takes its time', async () => {
      const who = adapterEngine({ decide: async () => false });
      const late = await ask(await serve(framework, { who, handler: handler(200) }), alice);
      const prompt = await ask(await serve(framework, { handler: handler(200) }), alice);
      const { date: _, ...lateHeaders } = late.headers;
      const { date: __, ...promptHeaders } = prompt.headers;
      expect(lateHeaders).toEqual(promptHeaders);
      expect(late).toMatchObject({ status: 200, message: prompt.message, body: prompt.body });
    });
  });

  it('lets the content length be computed from the only chunk', async () => {
    const answer = await ask(await serve(framework, { handler: (_, res) => res.end('twelve bytes') }), alice);
    expect(answer.headers['content-length']).toBe('12');
    expect(answer.headers).not.toHaveProperty('transfer-encoding');
  });

  it('takes a list of pairs, where Node does', async () => {
    const handler: Handler = (_, res) => {
      res.removeHeader('X-Powered-By');
      const pairs: unknown = [
        ['X-App', 'a'],
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
      ];
      res.writeHead(200, pairs as string[]).end();
    };
    const running = await serve(framework, { handler });
    const answer = await ask(running, alice);
    expect(answer.headers).toMatchObject({ 'x-app': 'a', 'set-cookie': ['a=1', 'b=2', 'session=alice'] });
    const challenged = await serve(framework, { handler, who: adapterEngine({ decide: () => true }) });
    expect((await ask(challenged)).headers['set-cookie']).toEqual(['a=1', 'b=2']);
  });

  it('keeps every repeated header of a flat list', async () => {
    const answer = await ask(
      await serve(framework, {
        handler: (_, res) => res.writeHead(200, ['Link', '<a>', 'Set-Cookie', 'a=1', 'link', '<b>']).end(),
      }),
      alice,
    );
    expect(answer.headers).toMatchObject({ link: '<a>, <b>', 'set-cookie': ['a=1', 'session=alice'] });
  });

  it.each([
    { name: 'a status that is none', commit: [99] },
    { name: 'a malformed list', commit: [200, ['X-App']] },
  ])('leaves it to Node to refuse $name, and decides on the next answer', async ({ commit }) => {
    const who = counting(adapterEngine());
    const handler: Handler = (_, res) => {
      expect(() => Reflect.apply(res.writeHead, res, commit)).toThrow();
      res.writeHead(202).end();
    };
    expect((await ask(await serve(framework, { who, handler }))).status).toBe(202);
    expect(who.conclusions.map(({ status }) => status)).toEqual([202]);
  });

  it('passes early hints, 100 and 102 on, and decides on the final answer alone', async () => {
    const who = counting(adapterEngine());
    const handler: Handler = (_, res) => {
      res.writeContinue();
      res.writeProcessing();
      res.writeEarlyHints({ link: '</style.css>; rel=preload' }, () => {
        res.statusCode = 401;
        res.end('secret');
      });
    };
    const answer = await ask(await serve(framework, { who, handler }));
    expect(answer).toMatchObject({ status: 302, informational: [100, 102, 103] });
    expect(who.conclusions).toHaveLength(1);
  });

  it.each([200, 401])('answers HEAD with %i without a body', async (status) => {
    const handler: Handler = (_, res) => {
      res.statusCode = status;
      res.end('four');
    };
    const answer = await ask(await serve(framework, { handler }), { method: 'HEAD' });
    expect(answer).toMatchObject({ status: status === 401 ? 302 : 200, body: '' });
    expect(answer.headers['content-length']).toBe(status === 401 ? '14' : undefined);
  });

  it.each([204, 304])('leaves a %i without a body or a length', async (status) => {
    const handler: Handler = (_, res) => void res.writeHead(status).end();
    const running = await serve(framework, { handler });
    const answer = await ask(running, alice);
    expect(answer).toMatchObject({ status, body: '' });
    expect(answer.headers).not.toHaveProperty('content-length');
    expect(answer.headers['set-cookie']).toEqual(['session=alice']);
    expect((await ask(running)).connection).toBe(answer.connection);
  });

  it('can challenge by a 204', async () => {
    const who = adapterEngine({
      challenge: () => ({ status: 204, headers: [['X-Login', '/login']], body: 'not sent' }),
    });
    const running = await serve(framework, { who, handler: (_, res) => void res.writeHead(401).end('secret') });
    const answer = await ask(running);
    expect(answer).toMatchObject({ status: 204, body: '', headers: { 'x-login': '/login' } });
    expect(answer.headers).not.toHaveProperty('content-length');
    expect((await ask(running)).connection).toBe(answer.connection);
  });

  it.each([{ decide: () => false }, { decide: async () => false }])('keeps trailers', async ({ decide }) => {
    const handler: Handler = (_, res) => {
      res.writeHead(200, { Trailer: 'X-Sum' });
      res.write('body');
      res.addTrailers({ 'X-Sum': '4' });
      res.end();
    };
    const answer = await ask(await serve(framework, { who: adapterEngine({ decide }), handler }), alice);
    expect(answer).toMatchObject({ status: 200, body: 'body', trailers: { 'x-sum': '4' } });
  });

  it('drops the trailers of a response that is replaced', async () => {
    const handler: Handler = (_, res) => {
      res.setHeader('Trailer', 'X-Sum');
      res.writeHead(401);
      res.addTrailers({ 'X-Sum': '4' });
      res.end('secret');
    };
    const answer = await ask(await serve(framework, { handler }));
    expect(answer).toMatchObject({ status: 302, body: 'Sign in first.', trailers: {} });
    expect(answer.headers).not.toHaveProperty('trailer');
  });

  it('calls the callbacks of write and end', async () => {
    const calls: string[] = [];
    const handler: Handler = (_, res) => {
      res.write('bo', () => calls.push('write'));
      res.write(Buffer.from('64'), 'utf8', () => calls.push('write with encoding'));
      res.end('6479', 'hex', () => calls.push('end'));
    };
    expect((await ask(await serve(framework, { handler }))).body).toBe('bo64dy');
    expect(calls).toEqual(['write', 'write with encoding', 'end']);
  });

  it('leaves the methods of a response alone once it has been let through', async () => {
    const same: boolean[] = [];
    const handler: Handler = (_, res) => {
      const { write, end, writeHead } = Object.getPrototypeOf(res);
      res.write('x');
      same.push(res.write === write, res.end === end, res.writeHead === writeHead);
      res.end();
    };
    await ask(await serve(framework, { handler }), alice);
    expect(same).toEqual([true, true, true]);
  });
});

const LOGIN_LATER = { status: 303, headers: [['Location', '/later']], body: 'Later.' } as const;

/** Calls a method that Express gives to responses. */
function call(res: ServerResponse, method: 'send' | 'json' | 'sendFile' | 'redirect', ...args: unknown[]): unknown {
  return Reflect.apply(Reflect.get(res, method), res, args);
}

describe('Express', () => {
  const fresh = ['session=alice'];
  const sending: readonly { name: string; handler: Handler; body: unknown; cookies: unknown }[] = [
    { name: 'send', handler: (_, res) => call(res, 'send', '<p>'), body: '<p>', cookies: fresh },
    { name: 'json', handler: (_, res) => call(res, 'json', { a: 1 }), body: '{"a":1}', cookies: fresh },
    {
      name: 'sendFile',
      handler: (_, res) => call(res, 'sendFile', file),
      body: expect.stringContaining('MIT License'),
      // Express calls files public, so shared caches may keep them.
      cookies: undefined,
    },
    {
      name: 'sendFile, privately,',
      handler(_, res) {
        res.setHeader('Cache-Control', 'private');
        call(res, 'sendFile', file);
      },
      body: expect.stringContaining('MIT License'),
      cookies: fresh,
    },
  ];

  it.each(sending)('res.$name passes, or is challenged', async ({ handler, body, cookies }) => {
    const passed = await ask(await serve(Express, { handler }), alice);
    expect(passed).toMatchObject({ status: 200, body, headers: { etag: expect.any(String) } });
    expect(passed.headers['set-cookie']).toEqual(cookies);

    const refusing: Handler = (req, res, next) => {
      res.statusCode = 401;
      return handler(req, res, next);
    };
    const running = await serve(Express, { handler: refusing });
    const challenged = await ask(running);
    expect(challenged).toMatchObject({ status: 302, body: 'Sign in first.' });
    for (const name of ['etag', 'last-modified', 'cache-control', 'accept-ranges']) {
      expect(challenged.headers).not.toHaveProperty(name);
    }
    expect((await ask(running)).connection).toBe(challenged.connection);
  });

  it('res.redirect passes', async () => {
    const handler: Handler = (_, res) => call(res, 'redirect', 303, '/there');
    const answer = await ask(await serve(Express, { handler }), alice);
    expect(answer).toMatchObject({ status: 303, headers: { location: '/there', 'set-cookie': ['session=alice'] } });
  });

  it('res.sendFile answers a conditional request with 304 and the cookie', async () => {
    const handler: Handler = (_, res) => call(res, 'sendFile', file, { cacheControl: false });
    const running = await serve(Express, { handler });
    const { etag = '' } = (await ask(running)).headers;
    const answer = await ask(running, { headers: { ...alice.headers, 'if-none-match': etag } });
    expect(answer).toMatchObject({ status: 304, body: '', headers: { 'set-cookie': ['session=alice'] } });
  });
});
