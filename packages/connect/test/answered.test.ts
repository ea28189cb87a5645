import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from '@who/core';
import { type AdapterEngineParts, adapterEngine } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { guard, type Middleware, nodeRequest, sendReply, whoMiddleware } from '../src/index.js';
import { alice, ask, frameworks, type Gate, gate, serve, ticks } from './support.js';

/** A layer with a time limit, which is over when the test says so. */
function limit(over: Gate<void>, begin = false): Middleware {
  return (_, res, next) => {
    if (begin) res.writeHead(503).write('too ');
    over.promise.then(() => {
      if (!begin) res.writeHead(503);
      res.end(begin ? 'slow' : 'too slow');
    });
    next();
  };
}

/** What an engine comes to late, and what it has to do with the application then. */
const late: readonly { name: string; settle: () => { reply: Reply } | undefined; logged: number }[] = [
  { name: 'nobody', settle: () => undefined, logged: 0 },
  { name: 'an early reply', settle: () => ({ reply: { status: 303 } }), logged: 0 },
  {
    name: 'an error',
    settle() {
      throw new Error('down');
    },
    logged: 1,
  },
];

describe.each(frameworks)('a layer above that has answered already, in $name', (framework) => {
  it.each(late)('has the last word over $name', async ({ settle, logged }) => {
    const over = gate<void>();
    const known = gate<void>();
    const done = gate<void>();
    let ran = 0;
    const identify: AdapterEngineParts['identify'] = async () => {
      await known.promise;
      setImmediate(done.open);
      return settle();
    };
    const errors: string[] = [];
    const logger = { debug() {}, warn() {}, error: (message: string) => errors.push(message) };
    const running = await serve(framework, {
      who: adapterEngine({ identify, logger }),
      before: [limit(over)],
      handler: (_, res) => {
        ran++;
        res.end('page');
      },
      errorHandler: (_error, _req, _res, _next) => ran++,
    });
    const asked = ask(running, alice);
    over.open();
    const answer = await asked;
    expect(answer).toMatchObject({ status: 503, body: 'too slow' });
    known.open();
    await done.promise;
    await ticks(3);
    expect(ran).toBe(0);
    expect(errors).toHaveLength(logged);
  });

  it.each([
    { name: 'lets pass', predicate: () => true },
    { name: 'refuses', predicate: () => false },
    {
      name: 'fails',
      predicate() {
        throw new Error('down');
      },
    },
  ])('has the last word over a guard that $name later', async ({ predicate }) => {
    const over = gate<void>();
    const known = gate<void>();
    const done = gate<void>();
    let ran = 0;
    const slow = async (): Promise<boolean> => {
      await known.promise;
      setImmediate(done.open);
      return predicate();
    };
    const running = await serve(framework, {
      before: [limit(over)],
      after: [guard(slow)],
      handler: () => ran++,
      errorHandler: (_error, _req, _res, _next) => ran++,
    });
    const asked = ask(running, alice);
    over.open();
    const answer = await asked;
    expect(answer).toMatchObject({ status: 503, body: 'too slow' });
    known.open();
    await done.promise;
    await ticks(3);
    expect(ran).toBe(0);
    expect((await ask(running, alice)).connection).toBe(answer.connection);
  });

  it('and only begun: an early reply cannot be sent, and the application does not run instead', async () => {
    const over = gate<void>();
    const seen: unknown[] = [];
    const running = await serve(framework, {
      who: adapterEngine({ identify: () => ({ reply: { status: 303 } }) }),
      before: [limit(over, true)],
      handler: (_, res) => void res.end('secret'),
      errorHandler: (error, _req, _res, _next) => {
        seen.push(error);
        over.open();
      },
    });
    expect(await ask(running)).toMatchObject({ status: 503, body: 'too slow' });
    expect(seen).toEqual([expect.objectContaining({ code: 'RESPONSE_BEGUN', status: 500 })]);
  });

  it('and only begun: the application goes on', async () => {
    const before: Middleware = (_, res, next) => {
      res.writeHead(200).write('outer ');
      next();
    };
    const running = await serve(framework, { before: [before], handler: (_, res) => res.end('inner') });
    expect(await ask(running, alice)).toMatchObject({ status: 200, body: 'outer inner' });
  });
});

describe.each(frameworks)('a layer above that names the user, in $name', (framework) => {
  const named: Middleware = (req, _, next) => {
    req.remoteUser = 'guest';
    next();
  };
  const handler = (req: IncomingMessage, res: ServerResponse): unknown =>
    res.end(`${req.remoteUser} ${req.who.identity?.userid}`);

  it('may do so after another one has asked the engine for the request', async () => {
    const who = adapterEngine();
    const log: Middleware = (req, _, next) => {
      if (who.api(nodeRequest(req)).exchange.path !== '') next();
    };
    const running = await serve(framework, { who, before: [log, named], handler });
    expect(await ask(running, alice)).toMatchObject({ status: 200, body: 'guest guest' });
  });

  it('may not when somebody else is known: the application never runs for two people at once', async () => {
    const who = adapterEngine();
    const early: Middleware = (req, _, next) => {
      who.api(nodeRequest(req)).authenticate();
      next();
    };
    const seen: unknown[] = [];
    const running = await serve(framework, {
      who,
      before: [early, named],
      handler,
      errorHandler: (error, _req, res, _next) => {
        seen.push(error);
        res.end('sorry');
      },
    });
    expect((await ask(running, alice)).body).toBe('sorry');
    expect(seen).toEqual([expect.objectContaining({ code: 'LATE_REMOTE_USER' })]);
  });
});

describe('sendReply', () => {
  it('leaves an answer that is there alone', async () => {
    const running = await serve(frameworks[0] as (typeof frameworks)[number], {
      handler: (_, res) => {
        res.end('first');
        sendReply(res, { status: 500, headers: [['X-Second', '1']], body: 'second' });
      },
    });
    const answer = await ask(running);
    expect(answer).toMatchObject({ status: 200, body: 'first' });
  });
});

describe('what only stands for a response', () => {
  it('is left alone: the handshake of a WebSocket goes on with a user', () => {
    const users: unknown[] = [];
    const headers = new Map<string, unknown>();
    const res = {
      setHeader: (name: string, value: unknown) => headers.set(name, value),
      getHeader: (name: string) => headers.get(name),
      removeHeader: (name: string) => headers.delete(name),
      writeHead() {},
      write() {},
      end() {},
      on() {},
      once() {},
    };
    const req = { url: '/socket.io/', method: 'GET', headers: { 'x-user': 'alice' }, rawHeaders: [] };
    whoMiddleware(adapterEngine())(req as never as IncomingMessage, res as never as ServerResponse, (error) => {
      users.push(error, (req as never as IncomingMessage).remoteUser);
    });
    expect(users).toEqual([undefined, 'alice']);
  });
});
