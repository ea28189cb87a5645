import { allOf, authenticated, hasToken, not, type Predicate, WhoError } from '@who/core';
import { adapterEngine } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { guard, type Middleware } from '../src/index.js';
import { alice, ask, frameworks, type Handler, listen, serve } from './support.js';

const secret: Handler = (_, res) => res.end('secret');

describe.each(frameworks)('guard in $name', (framework) => {
  const answerOf = async (predicate: Predicate, asked = {}) =>
    ask(await serve(framework, { handler: secret, after: [guard(predicate)] }), asked);

  it('lets those pass whom the predicate names', async () => {
    expect(await answerOf(authenticated(), alice)).toMatchObject({ status: 200, body: 'secret' });
    expect(
      await answerOf(
        allOf(authenticated(), async () => true),
        alice,
      ),
    ).toMatchObject({ status: 200, body: 'secret' });
  });

  it('challenges when nobody is signed in', async () => {
    expect(await answerOf(authenticated())).toMatchObject({ status: 302, body: 'Sign in first.' });
    expect(await answerOf(async () => false)).toMatchObject({ status: 302, body: 'Sign in first.' });
  });

  it.each([hasToken('admin'), not(authenticated()), async () => false])(
    'refuses somebody else with a plain 403',
    async (predicate) => {
      const answer = await answerOf(predicate, alice);
      expect(answer).toMatchObject({
        status: 403,
        body: '403 Forbidden\n',
        headers: {
          'content-type': 'text/plain; charset=utf-8',
          'cache-control': 'no-store',
          'set-cookie': ['session=alice'],
        },
      });
    },
  );

  it('answers 401 where no engine decides on responses', async () => {
    const who = adapterEngine({ decide: () => false });
    const answer = await ask(await serve(framework, { who, handler: secret, after: [guard(authenticated())] }));
    expect(answer).toMatchObject({ status: 401, body: '401 Unauthorized\n' });
  });

  it('can be switched off', async () => {
    const running = await serve(framework, { handler: secret, after: [guard(authenticated(), { enabled: false })] });
    expect(await ask(running)).toMatchObject({ status: 200, body: 'secret' });
  });

  it.each([
    () => {
      throw new Error('broken');
    },
    () => Promise.reject(new Error('broken')),
  ])('hands a failing predicate to the error handlers', async (predicate) => {
    const seen: unknown[] = [];
    const running = await serve(framework, {
      handler: secret,
      after: [guard(predicate)],
      errorHandler: (error, _req, res, _next) => {
        seen.push(error.message);
        res.writeHead(500).end('sorry');
      },
    });
    expect(await ask(running, alice)).toMatchObject({ status: 500, body: 'sorry' });
    expect(seen).toEqual(['broken']);
  });

  it('lets nobody pass but for the value true', async () => {
    const truthy: unknown = () => 'yes';
    expect((await answerOf(truthy as Predicate, alice)).status).toBe(403);
  });
});

it('guard needs the middleware', async () => {
  const errors: unknown[] = [];
  const check: Middleware = guard(authenticated());
  await ask(
    await listen((req, res) => {
      check(req, res, (error) => errors.push(error));
      res.end();
    }),
  );
  expect(errors).toEqual([expect.objectContaining({ code: 'NO_MIDDLEWARE', status: 500 })]);
});

it.each([
  { option: 'predicate', args: [undefined] },
  { option: 'predicate', args: [true] },
  { option: 'enabled', args: [authenticated(), { enabled: 'no' }] },
])('guard refuses a bad $option', ({ option, args }) => {
  expect(() => Reflect.apply(guard, undefined, args)).toThrow(WhoError);
  expect(() => Reflect.apply(guard, undefined, args)).toThrow(option);
});
