import { once } from 'node:events';
import { type IncomingMessage, ServerResponse } from 'node:http';
import { Credentials, createWho, type Identifier, type Reply, WhoError } from '@who/core';
import { adapterEngine } from '@who/testkit';
import connect from 'connect';
import { describe, expect, it } from 'vitest';
import { addHeaders, nodeRequest, sendReply, whoListener, whoMiddleware } from '../src/index.js';
import { incoming } from './incoming.js';
import { alice, ask, Connect, counting, everywhere, frameworks, type Handler, listen, serve } from './support.js';

describe.each(everywhere)('the middleware in $name', (framework) => {
  it.each([
    { name: 'synchronous', who: adapterEngine() },
    { name: 'asynchronous', who: adapterEngine({ authenticate: async () => ({ userid: 'alice' }) }) },
  ])('says who it is ($name plugins)', async ({ who }) => {
    const seen: unknown[] = [];
    const handler: Handler = (req, res) => {
      seen.push([
        req.remoteUser,
        req.who.identity?.userid,
        Object.hasOwn(req, 'remoteUser'),
        req.who === who.api(nodeRequest(req)),
      ]);
      res.end();
    };
    const running = await serve(framework, { who, handler });
    await ask(running, alice);
    await ask(running);
    expect(seen).toEqual([
      ['alice', 'alice', true, true],
      [undefined, undefined, true, true],
    ]);
  });

  it('leaves a body to be read after plugins that take their time', async () => {
    const who = adapterEngine({ authenticate: async () => ({ userid: 'alice' }), decide: async () => false });
    const handler: Handler = async (req, res) => res.end(String((await req.toArray()).join('').length));
    const running = await serve(framework, { who, handler });
    const answer = await ask(running, { ...alice, method: 'POST', body: 'x'.repeat(300_000) });
    expect(answer.body).toBe('300000');
  });

  it('keeps the connection after an early reply to an upload', async () => {
    const who = adapterEngine({
      identify: async ({ raw }) => {
        const request = raw as IncomingMessage;
        await once(request, 'readable');
        request.read(1);
        return { reply: { status: 204 } };
      },
    });
    const running = await serve(framework, { who, handler: (_, res) => res.end() });
    const upload = { method: 'POST', body: 'x'.repeat(3_000_000) };
    const answer = await ask(running, upload);
    expect(answer.status).toBe(204);
    expect((await ask(running, upload)).connection).toBe(answer.connection);
  });

  it('uses the key that it was given', async () => {
    const handler: Handler = (req, res) => res.end(`${Reflect.get(req, 'user')} ${req.remoteUser}`);
    const running = await serve(framework, { handler, options: { remoteUserKey: 'user' } });
    expect((await ask(running, alice)).body).toBe('alice undefined');
  });

  it('sends an early reply in the place of the application', async () => {
    const reply: Reply = {
      status: 303,
      headers: [
        ['Location', '/clean'],
        ['Set-Cookie', 'seen=1'],
      ],
      body: 'moved',
    };
    const ran: string[] = [];
    const who = adapterEngine({ identify: () => ({ reply }) });
    const handler: Handler = (req, res) => {
      ran.push(String(req.url));
      res.end();
    };
    const answer = await ask(await serve(framework, { who, handler }));
    expect(answer).toMatchObject({
      status: 303,
      body: 'moved',
      headers: { location: '/clean', 'set-cookie': ['seen=1'] },
    });
    expect(ran).toEqual([]);
  });

  it('remembers on an early reply, too', async () => {
    const found = new (class extends Credentials {})();
    const who = adapterEngine({
      identify: () => ({ credentials: found, reply: () => ({ status: 302, headers: [['Location', '/']] }) }),
      authenticate: () => ({ userid: 'alice' }),
    });
    const answer = await ask(await serve(framework, { who, handler: (_, res) => res.end() }));
    expect(answer).toMatchObject({ status: 302, headers: { location: '/', 'set-cookie': ['session=alice'] } });
  });

  it('challenges an early reply that asks for it', async () => {
    const who = adapterEngine({ identify: () => ({ reply: { status: 401 } }) });
    expect((await ask(await serve(framework, { who, handler: (_, res) => res.end() }))).body).toBe('Sign in first.');
  });

  it('leaves login and logout to the application, which then sends the headers', async () => {
    const handler: Handler = async (req, res) => {
      const remembered = await req.who.login({ login: 'bob', password: 'secret' });
      addHeaders(res, remembered.headers);
      const forgotten = await req.who.logout();
      addHeaders(res, forgotten);
      res.setHeader('X-User', remembered.identity?.userid ?? '');
      res.end();
    };
    const { headers } = await ask(await serve(framework, { handler }), alice);
    expect(headers['x-user']).toBe('bob');
    expect(headers['set-cookie']).toEqual(['session=bob', 'session=; Max-Age=0']);
  });

  it('sends no second cookie after a login', async () => {
    const handler: Handler = async (req, res) => {
      addHeaders(res, (await req.who.login({ login: 'bob', password: 'secret' })).headers);
      res.writeHead(303, { Location: '/' }).end();
    };
    const { headers } = await ask(await serve(framework, { handler }), alice);
    expect(headers['set-cookie']).toEqual(['session=bob']);
  });

  it('lets the application send a challenge of its own', async () => {
    const handler: Handler = async (req, res) => {
      const reply = await req.who.challenge();
      if (reply) sendReply(res, reply);
    };
    const answer = await ask(await serve(framework, { handler }));
    expect(answer).toMatchObject({ status: 302, body: 'Sign in first.', headers: { location: '/login' } });
  });
});

describe.each(frameworks)('the middleware in $name', (framework) => {
  it('passes through where a layer above has set the user', async () => {
    const who = counting(adapterEngine());
    const seen: unknown[] = [];
    const handler: Handler = (req, res) => {
      seen.push(
        req.remoteUser,
        req.who.identity?.userid,
        req.who.identity?.identifier,
        Object.hasOwn(res, 'writeHead'),
      );
      res.statusCode = 401;
      res.end('untouched');
    };
    const running = await serve(framework, {
      who,
      handler,
      before: [
        (req, _, next) => {
          req.remoteUser = 'carol';
          next();
        },
      ],
    });
    expect(await ask(running, alice)).toMatchObject({ status: 401, body: 'untouched' });
    expect(seen).toEqual(['carol', 'carol', undefined, false]);
    expect(who.conclusions).toEqual([]);
  });

  it('takes nothing but a text for a user', async () => {
    const seen: unknown[] = [];
    const handler: Handler = (req, res) => {
      seen.push(req.remoteUser);
      res.end();
    };
    for (const value of ['', null, { id: 1 }, 0]) {
      const running = await serve(framework, {
        handler,
        before: [
          (req, _, next) => {
            Reflect.set(req, 'remoteUser', value);
            next();
          },
        ],
      });
      await ask(running, alice);
    }
    expect(seen).toEqual(['alice', 'alice', 'alice', 'alice']);
  });

  it('never takes the user from a header', async () => {
    const running = await serve(framework, { handler: (req, res) => res.end(String(req.remoteUser)) });
    expect(
      (await ask(running, { headers: { remoteuser: 'root', remote_user: 'root', remoteUser: 'root' } })).body,
    ).toBe('undefined');
  });

  it('goes on in the same tick when the plugins are synchronous', async () => {
    const order: string[] = [];
    const who = adapterEngine();
    const middleware = whoMiddleware(who);
    const running = await listen((req, res) => {
      middleware(req, res, () => order.push('next'));
      order.push('after');
      res.end();
    });
    await ask(running, alice);
    expect(order).toEqual(['next', 'after']);
  });

  it('decides once when it is mounted twice', async () => {
    const who = counting(adapterEngine());
    const running = await serve(framework, {
      who,
      handler: (_, res) => void res.writeHead(401).end(),
      after: [whoMiddleware(who)],
    });
    const { headers } = await ask(running);
    expect(headers.location).toBe('/login');
    const again = await ask(running, alice);
    expect(again.headers['set-cookie']).toEqual(['session=; Max-Age=0']);
    expect(who.conclusions).toHaveLength(2);
  });

  it('works inside another engine, which sees the answer of the inner one', async () => {
    const outer = counting(adapterEngine({ identify: () => undefined }));
    const inner = counting(adapterEngine());
    const running = await serve(framework, {
      who: outer,
      handler: (_, res) => void res.writeHead(401).end('secret'),
      after: [whoMiddleware(inner)],
    });
    expect(await ask(running, alice)).toMatchObject({ status: 302, body: 'Sign in first.' });
    expect(inner.conclusions.map(({ status }) => status)).toEqual([401]);
    expect(outer.conclusions.map(({ status }) => status)).toEqual([302]);
  });

  it('leaves a response alone that has been sent already', async () => {
    const who = counting(adapterEngine());
    const running = await serve(framework, {
      who,
      handler: (_, res) => res.end('body'),
      before: [
        (_, res, next) => {
          res.writeHead(401);
          next();
        },
      ],
    });
    expect(await ask(running)).toMatchObject({ status: 401, body: 'body' });
    expect(who.conclusions).toEqual([]);
  });

  it('keeps a hundred requests apart', async () => {
    const who = adapterEngine({
      authenticate: async (exchange) => ({ userid: String(exchange.header('x-user')) }),
      remember: (_, { userid }) => [['Set-Cookie', `user=${userid}`]],
    });
    const running = await serve(framework, { who, handler: (req, res) => res.end(req.remoteUser) });
    running.agent.maxSockets = 100;
    const users = Array.from({ length: 100 }, (_, i) => `user${i}`);
    const answers = await Promise.all(users.map((user) => ask(running, { headers: { 'x-user': user } })));
    expect(answers.map(({ body, headers }) => [body, headers['set-cookie']])).toEqual(
      users.map((user) => [user, [`user=${user}`]]),
    );
  });
});

it('sees the whole target inside a mounted application', async () => {
  const paths: string[] = [];
  const who = adapterEngine({
    identify(exchange) {
      paths.push(exchange.path);
      return undefined;
    },
  });
  const app = connect();
  app.use('/mounted', whoMiddleware(who));
  await ask(await listen(app), { path: '/mounted/page?x=1' });
  expect(paths).toEqual(['/mounted/page']);
});

it('never lets a plugin split the response', async () => {
  const remember: Identifier['remember'] = (_, { userid }) => [['Set-Cookie', `user=${userid}\r\nX-Injected: 1`]];
  const answer = await ask(
    await serve(Connect, { who: adapterEngine({ remember }), handler: (_, res) => res.end('body') }),
    alice,
  );
  expect(answer.status).toBe(500);
  expect(answer.headers).not.toHaveProperty('x-injected');
});

describe('options', () => {
  const who = createWho({ publicUrl: 'https://app.example.org', plugins: {} });
  const refused = (option: string): unknown =>
    expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining(option) });
  const failure = (make: () => unknown): unknown => {
    try {
      return make();
    } catch (error) {
      expect(error).toBeInstanceOf(WhoError);
      return error;
    }
  };

  it.each(['', '__proto__', 'who', 'url', 'headers', 7])('refuse the key %s', (remoteUserKey) => {
    expect(failure(() => whoMiddleware(who, { remoteUserKey: remoteUserKey as string }))).toEqual(
      refused('remoteUserKey'),
    );
    expect(failure(() => whoListener(who, () => {}, { remoteUserKey: remoteUserKey as string }))).toEqual(
      refused('remoteUserKey'),
    );
  });

  it.each([undefined, null, {}])('refuse %s for an engine', (wrong) => {
    expect(failure(() => Reflect.apply(whoMiddleware, undefined, [wrong]))).toEqual(refused('who'));
  });
});

describe('addHeaders', () => {
  it('keeps what is there, repeats names and copies lists', () => {
    const res = new ServerResponse(incoming());
    res.setHeader('Set-Cookie', Object.freeze(['a=1']));
    res.setHeader('X-One', 1);
    addHeaders(res, [
      ['Set-Cookie', 'b=2'],
      ['X-One', '2'],
      ['set-cookie', 'c=3'],
      ['X-Two', '1'],
    ]);
    expect({ ...res.getHeaders() }).toEqual({
      'set-cookie': ['a=1', 'b=2', 'c=3'],
      'x-one': ['1', '2'],
      'x-two': '1',
    });
  });
});

it('guards a response once for each engine, however they are mounted', async () => {
  const asked: string[] = [];
  const named = (name: string, status: number) => {
    const who = adapterEngine({
      decide: (_, response) => {
        asked.push(name);
        return response.status === status;
      },
      challenge: () => ({ status: 200, body: name }),
    });
    return whoMiddleware(who);
  };
  const [one, other] = [named('one', 401), named('other', 402)];
  const handler: Handler = (req, res) => {
    res.statusCode = Number(req.headers['x-status']);
    res.write('own');
    res.end();
  };
  const running = await serve(Connect, { who: adapterEngine(), handler, after: [one, other, one, other] });
  const bodyFor = async (status: number): Promise<unknown> => {
    asked.length = 0;
    const { body } = await ask(running, { headers: { 'x-status': String(status) } });
    return [body, asked.join()];
  };
  expect(await bodyFor(200)).toEqual(['own', 'other,one']);
  expect(await bodyFor(402)).toEqual(['other', 'other,one']);
  expect(await bodyFor(401)).toEqual(['one', 'other,one']);
});
