import type { Logger, WhoError } from '@who/core';
import { adapterEngine, backendDown } from '@who/testkit';
import { describe, expect, it, vi } from 'vitest';
import { addHeaders, fetchRequest, guarded, whoFetch, whoFetchAtOnce } from '../src/index.js';
import { asAlice, asked, watched } from './support.js';

describe('responses that nothing has to be done about', () => {
  it('are handed on as they are, and nothing of them is touched', async () => {
    const untouchable = new Proxy(new Response('body'), {
      get(response, name) {
        if (name !== 'then' && name !== 'status') throw new Error(`somebody has looked at ${String(name)}`);
        return Reflect.get(response, name, response);
      },
    });
    expect(await whoFetch(adapterEngine(), () => untouchable)(asked())).toBe(untouchable);
    expect(await whoFetch(adapterEngine(), async () => untouchable)(asked())).toBe(untouchable);
  });

  it('include those that are no final ones, whoever is signed in', async () => {
    const upgrade = { status: 101, webSocket: {} } as unknown as Response;
    for (const response of [upgrade, Response.error(), undefined as unknown as Response]) {
      expect(await whoFetch(adapterEngine(), () => response)(asAlice())).toBe(response);
    }
  });
});

describe('headers that keep somebody signed in', () => {
  it('go on copies: a response for everybody never receives a cookie', async () => {
    const shared = new Response(null, { status: 204, headers: { 'X-App': 'a' } });
    const fetch = whoFetch(adapterEngine(), () => shared);
    const first = await fetch(asAlice());
    expect([first.status, first.headers.get('x-app'), first.headers.getSetCookie()]).toEqual([
      204,
      'a',
      ['session=alice'],
    ]);
    expect(shared.headers.getSetCookie()).toEqual([]);
    expect(await fetch(asked())).toBe(shared);
  });

  it('go on responses whose headers cannot be changed', async () => {
    const { status, headers } = await whoFetch(adapterEngine(), () => Response.redirect('http://localhost/there', 303))(
      asAlice(),
    );
    expect([status, headers.get('location'), headers.getSetCookie()]).toEqual([
      303,
      'http://localhost/there',
      ['session=alice'],
    ]);
  });

  it('leave a stream its pieces, and the application’s cookies their lines', async () => {
    const { body } = watched();
    const own = new Headers([
      ['Set-Cookie', 'a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT'],
      ['Set-Cookie', 'b=2'],
    ]);
    const response = await whoFetch(adapterEngine(), () => new Response(body, { headers: own }))(asAlice());
    expect(response.headers.getSetCookie()).toEqual([...own.getSetCookie(), 'session=alice']);
    const reader = response.body?.getReader();
    expect((await reader?.read())?.value?.byteLength).toBe(1000);
    await reader?.cancel();
  });

  it('leave a response its type where the runtime finds that out when it sends it', async () => {
    const clone = vi.spyOn(Response.prototype, 'clone');
    class LateResponse extends Response {
      constructor(...args: ConstructorParameters<typeof Response>) {
        super(...args);
        if (!args[1]?.headers) this.headers.delete('content-type');
      }
    }
    vi.stubGlobal('Response', LateResponse);
    const { body, released } = watched();
    const response = addHeaders(new Response(body), [['Set-Cookie', 'a=1']]);
    const [twin] = clone.mock.results.map(({ value }) => value as Response);
    vi.unstubAllGlobals();
    clone.mockRestore();
    expect([twin, response.headers.getSetCookie()]).toEqual([response, ['a=1']]);
    const reader = response.body?.getReader();
    expect((await reader?.read())?.value?.byteLength).toBe(1000);
    expect(released()).toBe(false);
    await reader?.cancel();
    expect(released()).toBe(true);
  });

  it('cannot go on a response that has been sent already', async () => {
    const sent = new Response('body');
    await sent.text();
    const { status, text } = await whoFetch(
      adapterEngine(),
      () => sent,
    )(asAlice()).then(async (response) => ({
      status: response.status,
      text: await response.text(),
    }));
    expect([status, text]).toEqual([500, '500\nBAD_RESPONSE\n']);
  });
});

describe('a response that is replaced', () => {
  it.each([
    ['by a challenge', adapterEngine(), 302],
    ['by an error', adapterEngine({ challenge: backendDown }), 503],
    ['by an error that comes later', adapterEngine({ challenge: async () => backendDown() }), 503],
  ])('is released, %s', async (_, who, status) => {
    const { body, released } = watched();
    const response = await whoFetch(who, () => new Response(body, { status: 401, headers: { ETag: '"1"' } }))(asked());
    expect([response.status, response.headers.get('etag'), released()]).toEqual([status, null, true]);
  });

  it('has no body where HTTP allows none', async () => {
    const fetch = whoFetch(adapterEngine(), () => new Response('no', { status: 401 }));
    expect((await fetch(asked('/', { method: 'HEAD' }))).body).toBeNull();
    for (const status of [204, 205, 304]) {
      const early = adapterEngine({ identify: () => ({ reply: { status, body: 'text' } }) });
      expect((await whoFetch(early, () => new Response())(asked())).status).toBe(status);
    }
  });
});

describe('failures', () => {
  it('of the engine are answered with status, headers and code, and logged', async () => {
    const logged: string[] = [];
    const logger: Logger = { debug() {}, warn() {}, error: (message) => void logged.push(message) };
    const response = await whoFetch(adapterEngine({ identify: backendDown, logger }), () => new Response())(asked());
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([
      503,
      '7',
      '503\nBACKEND_DOWN\n',
    ]);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(logged).toEqual(['[all] No route to db.internal. (BACKEND_DOWN)']);
  });

  it('are answered by the application’s own page, unless that fails, too', async () => {
    const seen: unknown[] = [];
    const pages = [
      (error: WhoError, request: Request) => {
        seen.push(error.code, request.url);
        return new Response('own', { status: 500 });
      },
      async () => new Response('own', { status: 500 }),
      backendDown,
      async () => backendDown(),
    ];
    const texts = pages.map(async (onError) => {
      const response = await whoFetch(adapterEngine({ remember: backendDown }), () => new Response(), { onError })(
        asAlice(),
      );
      return response.text();
    });
    expect(await Promise.all(texts)).toEqual(['own', 'own', '503\nBACKEND_DOWN\n', '503\nBACKEND_DOWN\n']);
    expect(seen).toEqual(['BACKEND_DOWN', 'http://localhost/']);
  });

  it('of the handler go to the runtime as they are, but for those that the engine gave it', async () => {
    const error = new Error('mine');
    const throws = (): never => {
      throw error;
    };
    await expect(whoFetch(adapterEngine(), throws)(asked())).rejects.toBe(error);
    await expect(whoFetch(adapterEngine(), async () => throws())(asked())).rejects.toBe(error);
    const login = whoFetch(adapterEngine({ authenticate: backendDown }), async (_, who) => {
      await who.login({ login: 'alice', password: 'secret' });
      return new Response();
    });
    expect((await login(asked())).status).toBe(503);
    expect(
      (
        await whoFetch(
          adapterEngine(),
          guarded(backendDown, () => new Response()),
        )(asAlice())
      ).status,
    ).toBe(503);
  });

  it('of the peer’s function are answered, and the handler is not asked', async () => {
    let reached = 0;
    const fetch = whoFetch(adapterEngine(), () => new Response(String(reached++)), { peer: backendDown });
    expect([(await fetch(asked())).status, reached]).toEqual([503, 0]);
  });

  it('let go what is left of a form', async () => {
    const { body, released } = watched();
    const who = adapterEngine({ identify: async (exchange) => void (await exchange.text()) });
    const response = await whoFetch(who, () => new Response())(asked('/', { method: 'POST', body, duplex: 'half' }));
    expect([response.status, released()]).toEqual([413, true]);
  });
});

it('hands handlers what the runtime hands it, and whoever a trusted layer has found', async () => {
  const fetch = whoFetch(
    adapterEngine(),
    (request, who, env: { user: string }) => Response.json([request.url, who.identity?.userid, env]),
    { remoteUser: (_, { user }) => user },
  );
  expect(await (await fetch(asAlice(), { user: 'carol' })).json()).toEqual([
    'http://localhost/',
    'carol',
    { user: 'carol' },
  ]);
  const nobody = await fetch(asAlice(), { user: '' });
  expect([await nobody.json(), nobody.headers.getSetCookie()]).toEqual([
    ['http://localhost/', 'alice', { user: '' }],
    ['session=alice'],
  ]);
});

describe('at once', () => {
  const failing = (): Response => {
    throw new RangeError('the application');
  };

  it('answers where nothing takes its time, errors included', () => {
    const response = new Response('body');
    expect(whoFetchAtOnce(adapterEngine(), () => response)(asked())).toBe(response);
    const challenged = whoFetchAtOnce(
      adapterEngine({ challenge: () => ({ status: 302 }) }),
      () => new Response(null, { status: 401 }),
    );
    expect(challenged(asked())).toMatchObject({ status: 302 });
    const broken = whoFetchAtOnce(adapterEngine({ identify: backendDown }), () => response);
    expect(broken(asked())).toMatchObject({ status: 503 });
    expect(() => whoFetchAtOnce(adapterEngine(), failing)(asked())).toThrow(RangeError);
  });

  it('has promises of the runtime’s own, whatever a plugin or a handler takes for one', async () => {
    const thenable = <T>(value: T): PromiseLike<T> => {
      const promise = Promise.resolve(value);
      // biome-ignore lint/suspicious/noThenProperty: that is what it is about
      return { then: (...args) => promise.then(...args) };
    };
    const slow = whoFetchAtOnce(adapterEngine({ identify: () => thenable(undefined) }), () => new Response('slow'));
    const late = whoFetchAtOnce(adapterEngine(), () => thenable(new Response('late')));
    for (const answer of [slow(asked()), late(asked())]) expect(answer).toBeInstanceOf(Promise);
    expect(await (await late(asked())).text()).toBe('late');
    const fails = whoFetchAtOnce(adapterEngine({ identify: () => thenable(undefined) }), failing);
    await expect(fails(asked())).rejects.toThrow(RangeError);
  });
});

it('decides once where it is wrapped twice', async () => {
  const who = adapterEngine();
  const fetch = whoFetch(
    who,
    whoFetch(who, () => new Response()),
  );
  expect((await fetch(asAlice())).headers.getSetCookie()).toEqual(['session=alice']);
});

it('lets applications sign in and out', async () => {
  const fetch = whoFetch(adapterEngine(), async (request, who) =>
    addHeaders(Response.redirect(new URL('/', request.url), 303), await who.logout()),
  );
  const { headers } = await fetch(asAlice());
  expect([headers.get('location'), headers.getSetCookie()]).toEqual(['http://localhost/', ['session=; Max-Age=0']]);
});

it('knows a request again', async () => {
  const who = adapterEngine();
  const request = asAlice();
  const identity = await who.api(fetchRequest(request)).authenticate();
  await whoFetch(who, (_, { identity: same }) => {
    expect(same).toBe(identity);
    return new Response();
  })(request);
});

it('refuses options and arguments that it cannot use', () => {
  const who = adapterEngine();
  const handler = () => new Response();
  expect(() => whoFetch({} as never, handler)).toThrow(/"who"/);
  expect(() => whoFetch(who, undefined as never)).toThrow(/"handler"/);
  expect(() => whoFetch(who, handler, { peer: 'bun' as never })).toThrow(/"peer"/);
  expect(() => whoFetch(who, handler, { remoteUser: 'carol' as never })).toThrow(/"remoteUser"/);
  expect(() => whoFetch(who, handler, { pear: handler } as never)).toThrow(/pear/);
  expect(() => guarded(true as never, handler)).toThrow(/"predicate"/);
  expect(() => guarded(() => true, undefined as never)).toThrow(/"handler"/);
});
