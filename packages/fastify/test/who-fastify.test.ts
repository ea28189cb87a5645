import { Readable } from 'node:stream';
import compress from '@fastify/compress';
import formbody from '@fastify/formbody';
import { whoMiddleware } from '@who/connect';
import { authenticated, WhoError } from '@who/core';
import { type AdapterEngineParts, adapterEngine, backendDown, NamedCredentials } from '@who/testkit';
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { addHeaders, guard, sendReply, whoFastify } from '../src/index.js';
import { alice } from './support.js';

const apps: FastifyInstance[] = [];

afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

/** An application that has not registered anything yet. */
function bare(options: FastifyServerOptions = {}): FastifyInstance {
  const app = fastify(options);
  apps.push(app);
  return app;
}

async function withWho(parts?: AdapterEngineParts): Promise<FastifyInstance> {
  const app = bare();
  await app.register(whoFastify, { who: adapterEngine(parts) });
  return app;
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const hello = async ({ remoteUser }: { remoteUser: string | undefined }): Promise<string> => `Hello ${remoteUser}`;

describe('contexts', () => {
  it('acts where it is registered, and nowhere else', async () => {
    const app = bare();
    app.get('/open', async (request, reply) => reply.code(401).send(String('who' in request)));
    await app.register(
      async (inner) => {
        await inner.register(whoFastify, { who: adapterEngine() });
        inner.get('/page', async (_request, reply) => reply.code(401).send('secret'));
        inner.register(async (innermost) => void innermost.get('/deep', hello));
      },
      { prefix: '/inner' },
    );
    const open = await app.inject({ url: '/open', headers: alice });
    expect([open.statusCode, open.body]).toEqual([401, 'false']);
    expect((await app.inject('/inner/page')).headers['location']).toBe('/login');
    expect((await app.inject({ url: '/inner/deep', headers: alice })).body).toBe('Hello alice');
    expect((await app.inject('/inner/nowhere')).statusCode).toBe(404);
  });

  it('decides once where it is registered twice', async () => {
    const decided: number[] = [];
    const who = adapterEngine({ decide: (_, { status }) => decided.push(status) < 0 });
    const app = bare();
    await app.register(whoFastify, { who });
    await app.register(whoFastify, { who });
    await app.register(async (inner) => {
      await inner.register(whoFastify, { who });
      inner.get('/', hello);
    });
    const { body, headers } = await app.inject({ url: '/', headers: alice });
    expect([body, headers['set-cookie'], decided]).toEqual(['Hello alice', 'session=alice', [200]]);
  });

  it('decorates requests once in contexts beside and within each other', async () => {
    const app = bare();
    const beside = async (inner: FastifyInstance): Promise<void> => {
      await inner.register(whoFastify, { who: adapterEngine() });
      await inner.register(whoFastify, { who: adapterEngine() });
      inner.get('/', hello);
    };
    await app.register(beside, { prefix: '/one' });
    await app.register(beside, { prefix: '/two' });
    for (const url of ['/one', '/two']) expect((await app.inject({ url, headers: alice })).body).toBe('Hello alice');
  });

  it('says so when the application has a decorator of the name', async () => {
    const app = bare();
    app.decorateRequest('who', undefined as never);
    await expect(app.register(whoFastify, { who: adapterEngine() })).rejects.toMatchObject({
      code: 'FST_ERR_DEC_ALREADY_PRESENT',
    });
  });

  it("keeps what it knows in Node's own request", async () => {
    const app = await withWho();
    app.get('/', async (request) => {
      const { raw } = request;
      const before = [raw.who === request.who, raw.remoteUser];
      request.remoteUser = 'carol';
      return [...before, raw.remoteUser, request.remoteUser];
    });
    expect((await app.inject({ url: '/', headers: alice })).json()).toEqual([true, 'alice', 'carol', 'carol']);
  });

  it('decides once where middleware of Connect with the same engine is above', async () => {
    const decided: number[] = [];
    const who = adapterEngine({ decide: (_, { status }) => decided.push(status) > 0 && status === 401 });
    const middleware = whoMiddleware(who);
    const app = bare();
    app.addHook('onRequest', ({ raw }, reply, done) => middleware(raw, reply.raw, done));
    await app.register(whoFastify, { who });
    app.get('/', { onRequest: guard(authenticated()) }, hello);
    const [user, stranger] = [await app.inject({ url: '/', headers: alice }), await app.inject('/')];
    expect([user.body, user.headers['set-cookie'], decided]).toEqual(['Hello alice', 'session=alice', [200, 401]]);
    expect([stranger.statusCode, stranger.headers['location']]).toEqual([302, '/login']);
  });

  it('refuses options that make no sense when the application gets ready', async () => {
    for (const options of [
      {},
      { who: adapterEngine(), onErorr: () => ({ status: 500 }) },
      { who: adapterEngine(), onError: 'page' },
    ]) {
      const app = bare();
      await expect(app.register(whoFastify, options as never)).rejects.toMatchObject({ code: 'BAD_OPTION' });
    }
    const app = bare();
    await app.register(whoFastify, { who: adapterEngine(), prefix: '/all', logLevel: 'warn' });
  });
});

describe('what others do to a reply', () => {
  const refusing = async (app: FastifyInstance): Promise<FastifyInstance> => {
    app.get('/', async (_request, reply) => reply.code(401).header('X-App', '1').send('secret'.repeat(1000)));
    return app;
  };

  it('sees what their onSend hooks make of it', async () => {
    const heads: unknown[] = [];
    const app = await withWho({
      decide: (_, head) => heads.push([head.status, head.header('x-late')]) > 0 && head.status === 401,
    });
    app.addHook('onSend', async (_request, reply) => void reply.code(401).header('X-Late', '1'));
    app.get('/', hello);
    const { statusCode, headers } = await app.inject({ url: '/', headers: alice });
    expect([statusCode, headers['location'], headers['x-late']]).toEqual([302, '/login', undefined]);
    expect(heads).toEqual([[401, '1']]);
  });

  it('sends a challenge as it is where replies are compressed, and cookies with what is', async () => {
    const app = await withWho();
    await app.register(compress, { threshold: 0 });
    await refusing(app);
    app.get('/page', async (_request, reply) => reply.type('text/plain').send('page '.repeat(1000)));
    const encoded = { 'accept-encoding': 'gzip' };
    const challenged = await app.inject({ url: '/', headers: encoded });
    expect([challenged.statusCode, challenged.body]).toEqual([302, 'Sign in first.']);
    expect([challenged.headers['content-encoding'], challenged.headers['x-app']]).toEqual([undefined, undefined]);
    const page = await app.inject({ url: '/page', headers: { ...encoded, ...alice } });
    expect([page.headers['content-encoding'], page.headers['set-cookie']]).toEqual(['gzip', 'session=alice']);
  });

  it('tells their onResponse hooks what has left', async () => {
    const app = bare();
    const left: number[] = [];
    const errors: unknown[] = [];
    app.addHook('onResponse', async (_request, reply) => void left.push(reply.statusCode));
    app.addHook('onError', async (_request, _reply, error) => void errors.push(error));
    await app.register(whoFastify, {
      who: adapterEngine({ identify: ({ path }) => (path === '/early' ? { reply: { status: 303 } } : undefined) }),
    });
    await refusing(app);
    app.get('/early', hello);
    app.get('/stream', async (_request, reply) => reply.code(401).send(Readable.from(['secret'])));
    for (const url of ['/', '/early', '/stream', '/nowhere']) await app.inject(url);
    expect(left).toEqual([302, 303, 302, 404]);
    expect(errors.filter((error) => (error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE')).toEqual([]);
  });

  it('challenges what leaves past the reply', async () => {
    const app = await withWho();
    app.get('/raw', (_request, reply) => {
      reply.hijack();
      reply.raw.writeHead(401, { 'X-App': '1' });
      reply.raw.write('secret');
      reply.raw.end();
    });
    app.get('/web', async () => new Response('secret', { status: 401, headers: { 'X-App': '1' } }));
    for (const url of ['/raw', '/web']) {
      const { statusCode, body, headers } = await app.inject(url);
      expect([statusCode, body, headers['x-app']]).toEqual([302, 'Sign in first.', undefined]);
    }
  });

  it('knows who asks for what is not there', async () => {
    const app = await withWho();
    app.setNotFoundHandler(async (request, reply) => reply.code(request.remoteUser ? 404 : 401).send('Nothing'));
    expect((await app.inject('/nowhere')).statusCode).toBe(302);
    const { statusCode, headers } = await app.inject({ url: '/nowhere', headers: alice });
    expect([statusCode, headers['set-cookie']]).toEqual([404, 'session=alice']);
  });

  it('leaves the headers that hooks above have set, and their cookies', async () => {
    const app = bare();
    app.addHook('onRequest', async (_request, reply) => {
      reply.header('Vary', 'Origin').header('Set-Cookie', 'outer=1').header('X-Removed', 'outer');
    });
    const challenge = () => ({ status: 302, headers: [['Vary', 'Cookie'] as const, ['Location', '/login'] as const] });
    await app.register(whoFastify, { who: adapterEngine({ challenge }) });
    app.get('/', async (_request, reply) =>
      reply.removeHeader('X-Removed').code(401).header('Vary', 'Accept').header('Set-Cookie', 'own=1').send('secret'),
    );
    const { headers } = await app.inject({ url: '/', headers: alice });
    expect([headers['vary'], headers['x-removed']]).toEqual([['Origin', 'Cookie'], 'outer']);
    expect([headers['set-cookie']].flat().sort()).toEqual(['outer=1', 'own=1', 'session=; Max-Age=0']);
  });

  it('leaves those that somebody has set on Node’s response', async () => {
    const app = bare();
    app.addHook('onRequest', async (_request, reply) => void reply.raw.setHeader('X-Above', 'outer'));
    await app.register(whoFastify, { who: adapterEngine({ challenge: () => ({ status: 302 }) }) });
    app.get('/', async (_request, reply) => {
      reply.raw.removeHeader('X-Above');
      return reply.code(401).send('secret');
    });
    expect((await app.inject('/')).headers['x-above']).toBe('outer');
  });
});

describe('errors', () => {
  it('reach the error handler once, with status, headers and code', async () => {
    for (const identify of [backendDown, async () => backendDown()]) {
      const app = await withWho({ identify });
      const handled: unknown[] = [];
      app.setErrorHandler((error: WhoError, _request, reply) => {
        handled.push(error);
        reply.code(error.status).headers(error.headers).send({ code: error.code });
      });
      app.get('/', hello);
      const { statusCode, headers, body } = await app.inject('/');
      expect([statusCode, headers['retry-after'], body]).toEqual([503, '7', '{"code":"BACKEND_DOWN"}']);
      expect(handled).toEqual([expect.any(WhoError)]);
    }
  });

  it('have their status, headers and code on the pages of Fastify', async () => {
    const app = await withWho({ identify: backendDown });
    const { statusCode, headers, body } = await app.inject('/');
    expect([statusCode, headers['retry-after']]).toEqual([503, '7']);
    expect(JSON.parse(body)).toMatchObject({ statusCode: 503, code: 'BACKEND_DOWN' });
  });

  it('that no handler can be asked about have a page of the option’s', async () => {
    const app = bare();
    const logged: string[] = [];
    const logger = { debug() {}, warn() {}, error: (message: string) => void logged.push(message) };
    await app.register(whoFastify, {
      who: adapterEngine({ remember: backendDown, logger }),
      onError: ({ status, code }, req) => ({ status, body: `${code} for ${req.who.identity?.userid}` }),
    });
    app.setErrorHandler(() => expect.unreachable());
    app.get('/', hello);
    const { statusCode, body } = await app.inject({ url: '/', headers: alice });
    expect([statusCode, body]).toEqual([503, 'BACKEND_DOWN for alice']);
    expect(logged).toEqual([expect.stringContaining('BACKEND_DOWN')]);
  });

  it('are made of targets that are no paths', async () => {
    let reached = 0;
    const app = await withWho();
    app.addHook('onRequest', async () => void reached++);
    const handled: unknown[] = [];
    app.setErrorHandler((error: WhoError, _request, reply) => {
      handled.push(error.code);
      reply.code(error.status).send();
    });
    app.get('/', hello);
    app.server.emit('request', ...(await requestOf(app, 'http://localhost/')));
    expect([handled, reached]).toEqual([['BAD_TARGET'], 0]);
  });
});

/** A request whose target is not what `inject` would make of it. */
async function requestOf(app: FastifyInstance, target: string): Promise<[object, object]> {
  await app.ready();
  const { IncomingMessage, ServerResponse } = await import('node:http');
  const { Socket } = await import('node:net');
  const req = Object.assign(new IncomingMessage(new Socket()), { method: 'GET', url: target, httpVersionMajor: 1 });
  return [req, new ServerResponse(req)];
}

describe('the body', () => {
  const reading: AdapterEngineParts = {
    identify: async (exchange) => new NamedCredentials(String((await exchange.form()).get('login'))),
  };

  it('that a plugin has read is there for the parser', async () => {
    const app = await withWho(reading);
    await app.register(formbody);
    app.post('/', async ({ body, remoteUser }) => ({ body, remoteUser }));
    const answer = await app.inject({ method: 'POST', url: '/', headers: FORM, payload: 'login=bob&a=1' });
    expect(answer.json()).toEqual({ body: { login: 'bob', a: '1' }, remoteUser: 'bob' });
  });

  it('that the parser has read is there for plugins', async () => {
    const app = await withWho();
    await app.register(formbody);
    app.post('/', async ({ who }) => Object.fromEntries(await who.exchange.form()));
    const answer = await app.inject({ method: 'POST', url: '/', headers: FORM, payload: 'login=bob&a=1' });
    expect(answer.json()).toEqual({ login: 'bob', a: '1' });
  });
});

describe('what applications call', () => {
  it('signs in and out', async () => {
    const app = await withWho();
    app.post('/logout', async (request, reply) => {
      reply.header('Set-Cookie', 'own=1');
      addHeaders(reply, await request.who.logout());
      return 'Goodbye';
    });
    const { headers } = await app.inject({ method: 'POST', url: '/logout', headers: alice });
    expect(headers['set-cookie']).toEqual(['own=1', 'session=; Max-Age=0']);
  });

  it('sends a challenge by hand', async () => {
    const app = await withWho({ decide: () => false });
    app.get('/', async (request, reply) => {
      const challenge = await request.who.challenge();
      if (challenge) sendReply(reply, challenge);
      return reply;
    });
    const { statusCode, headers, body } = await app.inject('/');
    expect([statusCode, headers['location'], body]).toEqual([302, '/login', 'Sign in first.']);
  });

  it('tells middleware of Connect who it is, and plugins the target as it came', async () => {
    const app = bare({ rewriteUrl: () => '/rewritten' });
    await app.register(whoFastify, { who: adapterEngine() });
    app.get('/rewritten', async ({ raw, who }) => `${raw.who.identity?.userid} ${who.exchange.target}`);
    expect((await app.inject({ url: '/asked?a=1', headers: alice })).body).toBe('alice /asked?a=1');
  });
});

describe('guard', () => {
  it.each(['onRequest', 'preValidation', 'preHandler'] as const)('stands as a hook for %s', async (hook) => {
    const app = await withWho({ decide: () => false });
    let reached = 0;
    const hooks = [guard((identity) => identity?.userid === 'alice'), async (): Promise<void> => void reached++];
    app.route({ method: 'GET', url: '/', [hook]: hooks, handler: hello });
    const statuses: number[] = [];
    for (const headers of [{}, alice, { 'x-user': 'bob' }]) {
      statuses.push((await app.inject({ url: '/', headers })).statusCode);
    }
    expect([statuses, reached]).toEqual([[401, 200, 403], 1]);
  });

  it('covers a context', async () => {
    const app = await withWho();
    await app.register(async (inner) => {
      inner.addHook('onRequest', guard(authenticated()));
      inner.get('/private', hello);
    });
    app.get('/', hello);
    expect((await app.inject('/private')).statusCode).toBe(302);
    expect((await app.inject({ url: '/private', headers: alice })).body).toBe('Hello alice');
    expect((await app.inject('/')).body).toBe('Hello undefined');
  });

  it('refuses to stand where nobody is known, and what is no predicate', async () => {
    const app = bare();
    app.get('/', { preHandler: guard(authenticated()) }, hello);
    const answer = await app.inject('/');
    expect([answer.statusCode, answer.json().code]).toEqual([500, 'NO_PLUGIN']);
    expect(() => guard('admin' as never)).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
  });
});
