import { createServer, type RequestListener } from 'node:http';
import middie from '@fastify/middie';
import { guard, whoListener, whoMiddleware } from '@who/connect';
import { authenticated, type Who } from '@who/core';
import fastify from 'fastify';
import Koa from 'koa';
import connectToKoa from 'koa-connect';
import { describe, expect, it } from 'vitest';
import { engine, LOGIN, listen } from './engine.js';

/** An application with a page for everybody, one behind a guard, and one on whose way out the engine fails. */
type Application = (who: Who<object>) => Promise<number>;

const throughMiddie: Application = async (who) => {
  const app = fastify();
  await app.register(middie);
  app.use(whoMiddleware(who));
  app.use('/private', guard(authenticated()));
  app.get('/open', async () => 'open');
  app.get('/private', async ({ raw }) => `for ${raw.remoteUser}`);
  app.get('/fails/:how', async (request, reply) => {
    reply.header('X-Fail', (request.params as { how: string }).how);
    return 'secret';
  });
  await app.ready();
  return listen(app.server, () => app.close());
};

function koa(): Koa {
  const app = new Koa();
  app.silent = true;
  return app;
}

function routes(app: Koa): RequestListener {
  const checked = connectToKoa(guard(authenticated()));
  app.use((context, next) => (context.path === '/private' ? checked(context, next) : next()));
  app.use((context) => {
    if (context.path === '/private') context.body = `for ${context.req.remoteUser}`;
    else if (context.path === '/open') context.body = 'open';
    else {
      context.set('X-Fail', context.path.slice('/fails/'.length));
      context.body = 'secret';
    }
  });
  return app.callback();
}

const throughKoaConnect: Application = async (who) => {
  const app = koa();
  app.use(connectToKoa(whoMiddleware(who)));
  return listen(createServer(routes(app)));
};

const aroundKoa: Application = async (who) => listen(createServer(whoListener(who, routes(koa()))));

describe.each([
  { name: 'Fastify through middie', serve: throughMiddie },
  { name: 'Koa through koa-connect', serve: throughKoaConnect },
  { name: 'Koa in whoListener', serve: aroundKoa },
])('$name', ({ serve }) => {
  describe.each(['at once', 'later'] as const)('with an engine that decides %s', (decides) => {
    const asking = async (port: number, path: string, user?: string): Promise<unknown[]> => {
      const headers: Record<string, string> = user === undefined ? {} : { 'x-user': user };
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers, redirect: 'manual' });
      return [answer.status, await answer.text(), answer.headers.getSetCookie()];
    };
    const failed = [500, '500 Internal Server Error\nPLUGIN_FAILED\n', []];

    it.each(['sync', 'async'])('answers where the engine fails on the way out (%s), and goes on', async (how) => {
      const logged: string[] = [];
      const port = await serve(engine(decides, logged));
      for (let round = 0; round < 3; round++) {
        expect(await asking(port, `/fails/${how}`, 'alice')).toEqual(failed);
        expect(await asking(port, '/open', 'alice')).toEqual([200, 'open', ['session=fresh']]);
      }
      expect(logged).toHaveLength(3);
    });

    it('takes nobody for somebody else beside requests that fail', async () => {
      const port = await serve(engine(decides));
      const crowd = Array.from({ length: 20 }, (_, i) => [
        { path: '/fails/sync', user: 'mallory', expected: failed },
        { path: '/private', user: undefined, expected: [LOGIN.status, LOGIN.body, []] },
        { path: '/fails/async', user: undefined, expected: failed },
        { path: '/private', user: `user-${i}`, expected: [200, `for user-${i}`, ['session=fresh']] },
      ]).flat();
      const answers = await Promise.all(crowd.map(({ path, user }) => asking(port, path, user)));
      expect(answers).toEqual(crowd.map(({ expected }) => expected));
    });
  });
});
