import { Readable } from 'node:stream';
import Router from '@koa/router';
import { authenticated, type Who, WhoError } from '@who/core';
import {
  type AdapterEngineParts,
  adapterEngine,
  backendDown,
  NamedCredentials,
  serve,
  type TestServer,
} from '@who/testkit';
import Koa, { type Context } from 'koa';
import bodyParser from 'koa-bodyparser';
import mount from 'koa-mount';
import { afterEach, describe, expect, it } from 'vitest';
import { guard, sendReply, whoKoa } from '../src/index.js';

const alice = { 'x-user': 'alice' };

const servers: TestServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

function withWho(parts?: AdapterEngineParts): Koa {
  const app = new Koa();
  app.use(whoKoa(adapterEngine(parts)));
  return app;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

async function ask(app: Koa, path = '/', init: RequestInit = {}): Promise<Answer> {
  const server = await serve(app.callback());
  servers.push(server);
  const response = await fetch(server.url + path, { redirect: 'manual', ...init });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

const hello = (ctx: Context): void => {
  ctx.body = `Hello ${ctx.state.remoteUser}`;
};

const FORM = { method: 'POST', body: new URLSearchParams({ login: 'bob', a: '1' }) };

describe('responses', () => {
  it('are challenged whoever says 401, and however', async () => {
    const ways: readonly ((ctx: Context) => unknown)[] = [
      (ctx) => ctx.throw(401, 'secret'),
      (ctx) => {
        ctx.status = 401;
        ctx.body = Readable.from(['secret']);
      },
      (ctx) => {
        ctx.respond = false;
        ctx.res.writeHead(401).end('secret');
      },
    ];
    for (const way of ways) {
      const app = withWho();
      app.silent = true;
      app.use(async (ctx, next) => {
        await next();
        ctx.set('X-Late', '1');
      });
      app.use(way);
      const { status, headers, body } = await ask(app);
      expect([status, headers.get('location'), body]).toEqual([302, '/login', 'Sign in first.']);
      expect(headers.get('x-late')).toBeNull();
    }
  });

  it('are looked at behind all middleware', async () => {
    const app = new Koa();
    const left: number[] = [];
    app.use(async (ctx, next) => {
      await next();
      ctx.status = 401;
      ctx.res.once('finish', () => left.push(ctx.status));
    });
    app.use(whoKoa(adapterEngine()));
    app.use(hello);
    expect((await ask(app)).status).toBe(302);
    expect(left).toEqual([302]);
  });

  it('get their cookies, once where it is used twice', async () => {
    const who = adapterEngine();
    const app = new Koa();
    app.use(whoKoa(who)).use(whoKoa(who)).use(hello);
    const { body, headers } = await ask(app, '/', { headers: alice });
    expect([body, headers.getSetCookie()]).toEqual(['Hello alice', ['session=alice']]);
  });

  it('keep the headers that middleware above has set, also behind an error', async () => {
    const app = new Koa();
    app.silent = true;
    app.use((ctx, next) => {
      ctx.set('X-Frame-Options', 'DENY');
      return next();
    });
    app.use(whoKoa(adapterEngine()));
    app.use((ctx) => ctx.throw(401));
    const { status, headers } = await ask(app);
    expect([status, headers.get('x-frame-options')]).toEqual([302, 'DENY']);
  });

  it('come early by way of the middleware above', async () => {
    const app = new Koa();
    app.use(async (ctx, next) => {
      await next();
      ctx.append('Set-Cookie', `late=${ctx.status}`);
    });
    const headers = [['Location', '/clean'] as const, ['Content-Type', 'text/x'] as const];
    for (const body of ['moved', new TextEncoder().encode('moved'), undefined]) {
      const early = new Koa();
      early.use(mount(app));
      early.use(whoKoa(adapterEngine({ identify: () => ({ reply: { status: 303, headers, body } }) })));
      early.use(() => expect.unreachable());
      const answer = await ask(early);
      expect([answer.status, answer.headers.get('location'), answer.body]).toEqual([
        303,
        '/clean',
        body ? 'moved' : '',
      ]);
      expect(answer.headers.getSetCookie()).toEqual(['late=303']);
    }
  });
});

describe('errors', () => {
  it('take the way of Koa’s, once', async () => {
    for (const identify of [backendDown, async () => backendDown()]) {
      const app = withWho({ identify });
      const told: unknown[] = [];
      app.on('error', (error) => told.push(error));
      app.use(() => expect.unreachable());
      const { status, headers, body } = await ask(app);
      expect([status, headers.get('retry-after'), body]).toEqual([503, '7', 'Service Unavailable']);
      expect(told).toEqual([expect.any(WhoError)]);
    }
  });

  it('that nobody can be asked about have a page of the option’s', async () => {
    const app = new Koa();
    app.use(
      whoKoa(adapterEngine({ remember: backendDown }), {
        onError: ({ status, code }, req) => ({ status, body: `${code} for ${req.who.identity?.userid}` }),
      }),
    );
    app.on('error', () => expect.unreachable());
    app.use(hello);
    const { status, body } = await ask(app, '/', { headers: alice });
    expect([status, body]).toEqual([503, 'BACKEND_DOWN for alice']);
  });

  it('come of options that make no sense', () => {
    const bad = (who: unknown, options?: unknown): void => void whoKoa(who as Who, options as object);
    for (const args of [
      [undefined],
      [adapterEngine(), { onErorr: () => ({ status: 500 }) }],
      [adapterEngine(), { onError: 'page' }],
    ]) {
      expect(() => bad(...(args as [unknown]))).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
    }
    expect(() => guard('admin' as never)).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
  });
});

describe('requests', () => {
  it('have their whole target where an application is mounted', async () => {
    const inner = new Koa();
    inner.use(whoKoa(adapterEngine())).use((ctx) => {
      ctx.body = `${ctx.path} ${ctx.state.who.exchange.target}`;
    });
    const app = new Koa();
    app.use(mount('/inner', inner));
    expect((await ask(app, '/inner/page?a=1')).body).toBe('/page /inner/page?a=1');
  });

  it('leave a form that a plugin has read to the parser, and one that the parser has read to plugins', async () => {
    const reading: AdapterEngineParts = {
      identify: async (exchange) => new NamedCredentials(String((await exchange.form()).get('login'))),
    };
    const show = (ctx: Context): void => {
      ctx.body = { user: ctx.state.remoteUser, body: ctx.request.body };
    };
    const wanted = { user: 'bob', body: { login: 'bob', a: '1' } };
    for (const layers of [
      [whoKoa(adapterEngine(reading)), bodyParser()],
      [bodyParser(), whoKoa(adapterEngine(reading))],
    ]) {
      const app = new Koa();
      for (const layer of layers) app.use(layer);
      app.use(show);
      expect(JSON.parse((await ask(app, '/', FORM)).body)).toEqual(wanted);
    }
    const late = withWho().use(bodyParser());
    late.use(async (ctx) => {
      ctx.body = String(await ctx.state.who.exchange.form());
    });
    expect((await ask(late, '/', FORM)).body).toBe('login=bob&a=1');
  });

  it('are guarded at a route', async () => {
    const router = new Router();
    router.get('/private', guard(authenticated()), hello);
    router.get(
      '/alice',
      guard((identity) => identity?.userid === 'alice'),
      hello,
    );
    const app = withWho();
    app.use(router.routes());
    expect((await ask(app, '/private')).status).toBe(302);
    expect((await ask(app, '/private', { headers: alice })).body).toBe('Hello alice');
    expect((await ask(app, '/alice', { headers: { 'x-user': 'bob' } })).status).toBe(403);
  });

  it('are refused by a guard where nobody is known', async () => {
    const app = new Koa();
    const told: unknown[] = [];
    app.on('error', (error) => told.push(error.code));
    app.use(guard(authenticated())).use(hello);
    expect([(await ask(app)).status, told]).toEqual([500, ['NO_MIDDLEWARE']]);
  });
});

it('sends a challenge by hand', async () => {
  const app = withWho({ decide: () => false });
  app.use(async (ctx) => {
    const challenge = await ctx.state.who.challenge();
    if (challenge) sendReply(ctx, challenge);
  });
  const { status, headers, body } = await ask(app);
  expect([status, headers.get('location'), body]).toEqual([302, '/login', 'Sign in first.']);
});
