import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Predicate, Who } from '@who/core';
import { type AdapterEngineParts, adapterEngine, backendDown } from '@who/testkit';
import connect from 'connect';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { guard, type Middleware, type Next, whoListener, whoMiddleware } from '../src/index.js';
import { alice, ask, listen, ticks } from './support.js';

// Every way in which a plugin or a predicate can fail, through every adapter. The runner fails by itself where one of
// them ends in an unhandled rejection or exception.

/** An application behind an adapter, which counts the calls of each `next` and says what reached its error handler. */
interface Adapter {
  readonly name: string;
  mount(layers: readonly Middleware[], handled: unknown[]): RequestListener;
}

function sorry(error: unknown, res: ServerResponse, handled: unknown[]): void {
  handled.push(error);
  res.statusCode = 599;
  res.end('handled');
}

/** How koa-connect and others call a middleware: a promise stands for its `next`. */
function bridged(layer: Middleware, req: IncomingMessage, res: ServerResponse): Promise<void> {
  return new Promise((resolve, reject) =>
    layer(req, res, (error) => (error === undefined ? resolve() : reject(error))),
  );
}

const adapters: readonly Adapter[] = [
  {
    name: 'Connect',
    mount(layers, handled) {
      const app = connect();
      for (const layer of layers) app.use(layer);
      return app.use((error: unknown, _req: IncomingMessage, res: ServerResponse, _next: Next) =>
        sorry(error, res, handled),
      );
    },
  },
  {
    name: 'Express',
    mount(layers, handled) {
      const app = express();
      for (const layer of layers) app.use(layer);
      return app.use((error: unknown, _req: IncomingMessage, res: ServerResponse, _next: Next) =>
        sorry(error, res, handled),
      );
    },
  },
  {
    name: 'a bridge of promises',
    mount: (layers, handled) => async (req, res) => {
      try {
        for (const layer of layers) await bridged(layer, req, res);
      } catch (error) {
        sorry(error, res, handled);
      }
    },
  },
];

const failures: readonly { how: string; fail: () => never | Promise<never> }[] = [
  { how: 'throws', fail: backendDown },
  { how: 'rejects', fail: async () => backendDown() },
  { how: 'rejects later', fail: () => ticks(1).then(backendDown) },
];

type Fail = () => never | Promise<never>;

const stages: readonly { stage: string; parts: (fail: Fail) => AdapterEngineParts; before: boolean }[] = [
  { stage: 'the classifier', parts: (classify) => ({ classify }), before: true },
  { stage: 'an identifier', parts: (identify) => ({ identify }), before: true },
  { stage: 'an authenticator', parts: (authenticate) => ({ authenticate }), before: true },
  { stage: 'a metadata provider', parts: (addMetadata) => ({ addMetadata }), before: true },
  { stage: 'a maker of replies', parts: (reply) => ({ identify: () => ({ reply }) }), before: true },
  { stage: 'the decider', parts: (decide) => ({ decide }), before: false },
  { stage: 'remember', parts: (remember) => ({ remember, decide: () => false }), before: false },
  { stage: 'forget', parts: (forget) => ({ forget, decide: () => true }), before: false },
  { stage: 'a challenger', parts: (challenge) => ({ challenge, decide: () => true }), before: false },
];

/** Commits its head in the same tick, or later. */
const applications: readonly { commits: string; send: (res: ServerResponse) => unknown }[] = [
  { commits: 'at once', send: (res) => res.end('secret') },
  {
    commits: 'by a head and a body later',
    send(res) {
      res.writeHead(200);
      setImmediate(() => res.end('secret'));
    },
  },
];

/** Counts how often a middleware goes on, for each request. */
function counted(middleware: Middleware, counts: Map<IncomingMessage, number>): Middleware {
  return (req, res, next) => {
    counts.set(req, 0);
    middleware(req, res, (error) => {
      counts.set(req, (counts.get(req) ?? 0) + 1);
      next(error);
    });
  };
}

describe.each(stages)('$stage', ({ parts, before }) => {
  describe.each(failures)('that $how', ({ fail }) => {
    const who = (): Who<object> => adapterEngine(parts(fail));

    it.each(adapters.flatMap((adapter) => applications.map((application) => ({ adapter, application }))))(
      'is answered once in $adapter.name, where the application commits $application.commits',
      async ({ adapter, application }) => {
        const counts = new Map<IncomingMessage, number>();
        const handled: unknown[] = [];
        let ran = 0;
        const app: Middleware = (_, res) => {
          ran++;
          application.send(res);
        };
        const running = await listen(adapter.mount([counted(whoMiddleware(who()), counts), app], handled));
        const answer = await ask(running, alice);
        expect([...counts.values()]).toEqual([1]);
        const error = expect.objectContaining({ code: 'BACKEND_DOWN' });
        if (before) {
          expect(answer).toMatchObject({ status: 599, body: 'handled' });
          expect({ ran, handled }).toEqual({ ran: 0, handled: [error] });
        } else {
          expect(answer).toMatchObject({ status: 503, body: '503 Service Unavailable\nBACKEND_DOWN\n' });
          expect({ ran, handled }).toEqual({ ran: 1, handled: [] });
        }
        expect((await ask(running, alice)).connection).toBe(answer.connection);
      },
    );

    it.each(applications)('is answered by whoListener, where the application commits $commits', async ({ send }) => {
      const running = await listen(whoListener(who(), (_, res) => send(res)));
      const answer = await ask(running, alice);
      expect(answer).toMatchObject({ status: 503, body: '503 Service Unavailable\nBACKEND_DOWN\n' });
      expect((await ask(running, alice)).connection).toBe(answer.connection);
    });
  });
});

describe.each(adapters)('a predicate in $name', (adapter) => {
  it.each(failures)('that $how reaches the error handler once', async ({ fail }) => {
    const counts = new Map<IncomingMessage, number>();
    const handled: unknown[] = [];
    let ran = 0;
    const layers: Middleware[] = [
      whoMiddleware(adapterEngine()),
      counted(guard(fail as Predicate), counts),
      (_, res) => {
        ran++;
        res.end('secret');
      },
    ];
    const running = await listen(adapter.mount(layers, handled));
    const answer = await ask(running, alice);
    expect(answer).toMatchObject({ status: 599, body: 'handled' });
    expect([...counts.values()]).toEqual([1]);
    expect({ ran, handled }).toEqual({ ran: 0, handled: [expect.objectContaining({ code: 'BACKEND_DOWN' })] });
  });
});
