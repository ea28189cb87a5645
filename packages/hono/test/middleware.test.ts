import { authenticated, type Reply, type WhoApi, type WhoError } from '@who/core';
import { addHeaders as addTo, whoFetchAtOnce } from '@who/fetch';
import { adapterEngine, backendDown } from '@who/testkit';
import { Hono, type MiddlewareHandler } from 'hono';
import { every } from 'hono/combine';
import { cors } from 'hono/cors';
import { etag } from 'hono/etag';
import { secureHeaders } from 'hono/secure-headers';
import { stream } from 'hono/streaming';
import { describe, expect, it, vi } from 'vitest';
import { addHeaders, guard, type WhoEnv, whoMiddleware } from '../src/index.js';

const asAlice = { headers: { 'X-User': 'alice' } };

type App = Hono<WhoEnv>;
const site = (who = adapterEngine(), prepare: (app: App) => unknown = () => {}): App => {
  const app: App = new Hono();
  prepare(app);
  app.use(whoMiddleware(who));
  return app;
};

describe('the middleware', () => {
  it('says who is asking, also in mounted applications, and what they asked for', async () => {
    const inner: App = new Hono();
    inner.get('/page', (c) => c.json([c.var.who.identity?.userid, c.get('who').exchange.target]));
    const app = site();
    app.route('/a', inner).basePath('/b').route('/', inner);
    expect(await (await app.request('/a/page?x', asAlice)).json()).toEqual(['alice', '/a/page?x']);
    expect(await (await app.request('/b/page?x')).json()).toEqual([null, '/b/page?x']);
  });

  it('hands on the response itself where there is nothing to do', async () => {
    const page = new Response('body');
    const app = site();
    app.get('/', () => page);
    expect(await app.request('/')).toBe(page);
  });

  it('leaves streams their pieces', async () => {
    const app = site();
    app.get('/', (c) =>
      stream(c, async (pieces) => {
        await pieces.write('first ');
        await pieces.write('second');
      }),
    );
    const response = await app.request('/', asAlice);
    expect([await response.text(), response.headers.getSetCookie()]).toEqual(['first second', ['session=alice']]);
  });

  it('decides once where it is mounted twice', async () => {
    const who = adapterEngine();
    const app = site(who);
    app.use('/a/*', whoMiddleware(who));
    app.get('/a/b', (c) => c.text('body'));
    expect((await app.request('/a/b', asAlice)).headers.getSetCookie()).toEqual(['session=alice']);
  });

  it('challenges what is not found where that is a 401', async () => {
    const app = site();
    app.notFound((c) => c.text('who are you?', 401));
    expect((await app.request('/nowhere')).headers.get('location')).toBe('/login');
  });

  it('hides what has been concealed', async () => {
    const app = site(adapterEngine({ identify: () => ({ conceal: ['Remote-User'] }) }));
    app.post('/', async (c) => c.json([c.req.header('remote_user') ?? null, c.req.header('x-a'), await c.req.text()]));
    const init = { method: 'POST', headers: { Remote_User: 'root', 'X-A': '1' }, body: 'body' };
    expect(await (await app.request('/', init)).json()).toEqual([null, '1', 'body']);
  });

  it('believes the layers that it is told to believe', async () => {
    const app = new Hono();
    app.use(whoMiddleware(adapterEngine(), { remoteUser: (c) => c.req.query('proven') }));
    app.get('/', (c) => c.text(`${(c.get as (key: string) => WhoEnv['Variables']['who'])('who').identity?.userid}`));
    expect(await (await app.request('/?proven=carol', asAlice)).text()).toBe('carol');
    expect(await (await app.request('/?proven=', asAlice)).text()).toBe('alice');
  });
});

describe('layers above', () => {
  it('keep the headers that they have set, before and after', async () => {
    const app = site(adapterEngine(), (app) => {
      app.use(cors({ origin: 'https://other.example.org' }), secureHeaders());
      app.use(async (c, next) => {
        c.res.headers.set('Content-Language', 'de');
        await next();
      });
    });
    app.get('/', (c) => c.text('who are you?', 401, { 'X-App': 'a' }));
    const { status, headers } = await app.request('/', { headers: { Origin: 'https://other.example.org' } });
    expect([status, headers.get('location'), headers.get('x-app')]).toEqual([302, '/login', null]);
    expect(headers.get('access-control-allow-origin')).toBe('https://other.example.org');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('content-language')).toBe(null);
  });

  it('keep them where they share its place', async () => {
    const above: MiddlewareHandler = (c, next) => {
      c.header('X-Above', '1');
      return next();
    };
    const app = new Hono();
    app.use(every(above, whoMiddleware(adapterEngine())));
    app.get('/', (c) => c.text('who are you?', 401));
    const { status, headers } = await app.request('/');
    expect([status, headers.get('x-above')]).toEqual([302, '1']);
  });

  it('may read what the middleware has let through', async () => {
    const app = site(adapterEngine(), (app) => app.use(etag()));
    app.get('/', (c) => c.text('body'));
    for (const method of ['GET', 'HEAD']) {
      const { headers } = await app.request('/', { ...asAlice, method });
      expect([/^"\w+"$/.test(headers.get('etag') ?? ''), headers.getSetCookie()]).toEqual([true, ['session=alice']]);
    }
  });
});

describe('failures', () => {
  it.each([
    ['before the application', { identify: backendDown }],
    ['after it', { remember: backendDown }],
    ['after it, by a promise', { remember: async () => backendDown() }],
  ])('of the engine go to the error handlers, %s', async (_, changes) => {
    const seen: unknown[] = [];
    const app = site(adapterEngine(changes), (app) => app.use(secureHeaders()));
    app.get('/', (c) => c.text('secret', 200, { ETag: '"1"', 'Set-Cookie': 'a=1' }));
    app.onError((error, c) => {
      seen.push((error as WhoError).code);
      return c.text('own page', 500);
    });
    const response = await app.request('/', asAlice);
    const { headers } = response;
    expect([response.status, await response.text(), headers.get('etag'), headers.getSetCookie()]).toEqual([
      500,
      'own page',
      null,
      [],
    ]);
    expect([headers.get('x-frame-options'), seen]).toEqual(['SAMEORIGIN', ['BACKEND_DOWN']]);
  });

  it('are answered with status, headers and code, and logged, where there are no error handlers', async () => {
    const console = vi.spyOn(globalThis.console, 'error');
    const errors: string[] = [];
    const logger = { debug() {}, warn() {}, error: (message: string) => void errors.push(message) };
    for (const changes of [{ identify: backendDown }, { remember: backendDown }]) {
      const app = site(adapterEngine({ ...changes, logger }));
      app.get('/', (c) => c.text('secret', 200, { ETag: '"1"' }));
      const response = await app.request('/', asAlice);
      expect([response.status, await response.text()]).toEqual([503, '503\nBACKEND_DOWN\n']);
      expect([response.headers.get('retry-after'), response.headers.get('etag')]).toEqual(['7', null]);
      expect(errors.splice(0)).toEqual(['[all] No route to db.internal. (BACKEND_DOWN)']);
    }
    expect(console).not.toHaveBeenCalled();
    console.mockRestore();
  });
});

describe('guard', () => {
  it('asks for the middleware', async () => {
    const app = new Hono();
    app.get(
      '/',
      guard(() => true),
      (c) => c.text('body'),
    );
    app.onError((error, c) => c.text((error as WhoError).code));
    expect(await (await app.request('/')).text()).toBe('NO_MIDDLEWARE');
  });

  it('answers its own failures, and leaves the application its own', async () => {
    const app = site();
    const error = new Error('mine');
    app.get('/down', guard(backendDown), (c) => c.text('body'));
    app.get(
      '/own',
      guard(() => Promise.reject(error)),
      (c) => c.text('body'),
    );
    expect((await app.request('/down')).status).toBe(503);
    app.onError((caught, c) => c.text(String(caught === error)));
    expect(await (await app.request('/own')).text()).toBe('true');
  });
});

describe('behind an engine that is in front of the whole application', () => {
  const behind = (challenge?: () => Reply): ((request: Request, env: object) => Response | Promise<Response>) => {
    const app = new Hono<{ Bindings: { who: WhoApi; own: string } }>();
    app.get('/', (c) => c.text(`${c.env.who.identity?.userid} ${c.env.own}`));
    app.get('/staff', guard(authenticated()), (c) => c.text(`Hello ${c.env.who.identity?.userid}`));
    app.post('/logout', async (c) => addTo(c.redirect('/', 303), await c.env.who.logout()));
    const who = adapterEngine(challenge && { challenge });
    return whoFetchAtOnce(who, (request, who, env) => app.fetch(request, { who, ...env }));
  };
  const asked = (path: string, init?: RequestInit): Request => new Request(`http://localhost${path}`, init);

  it('answers are no promises, and have what keeps somebody signed in', async () => {
    const response = behind()(asked('/', asAlice), { own: 'binding' });
    expect(response).toBeInstanceOf(Response);
    expect((response as Response).headers.getSetCookie()).toEqual(['session=alice']);
    expect(await (response as Response).text()).toBe('alice binding');
  });

  it('a guard knows who it is, and its 401 becomes a challenge', async () => {
    const fetch = behind(() => ({ status: 302, headers: [['Location', '/login']] }));
    expect(await (await fetch(asked('/staff', asAlice), {})).text()).toBe('Hello alice');
    expect((await fetch(asked('/staff'), {})).headers.get('location')).toBe('/login');
  });

  it('applications sign out', async () => {
    const { headers } = await behind()(asked('/logout', { ...asAlice, method: 'POST' }), {});
    expect(headers.getSetCookie()).toEqual(['session=; Max-Age=0']);
  });
});

it('lets applications sign out', async () => {
  const app = site();
  app.post('/logout', async (c) => {
    addHeaders(c, await c.get('who').logout());
    return c.redirect('/', 303);
  });
  const { status, headers } = await app.request('/logout', { ...asAlice, method: 'POST' });
  expect([status, headers.get('location'), headers.getSetCookie()]).toEqual([303, '/', ['session=; Max-Age=0']]);
});

it('refuses options and arguments that it cannot use', () => {
  expect(() => whoMiddleware({} as never)).toThrow(/"who"/);
  expect(() => whoMiddleware(adapterEngine(), { peer: 'node' as never })).toThrow(/"peer"/);
  expect(() => whoMiddleware(adapterEngine(), { pear: () => undefined } as never)).toThrow(/pear/);
  expect(() => guard(true as never)).toThrow(/"predicate"/);
});
