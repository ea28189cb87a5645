import { hasToken } from '@who/core';
import { turn } from './adapter-engine.js';
import { type AddAdapterCheck, page } from './scene.js';
import { FORGET, kept, valuesOf } from './script.js';
import type { Application } from './subject.js';

/** Who is asking, and what their browsers are told to keep. */
export function peopleChecks(check: AddAdapterCheck): void {
  check('says who is signed in, and when nobody is', async ({ expect, start }) => {
    const { ask } = await start({
      application: ({ userid, who }) => page(JSON.stringify([userid, who.identity?.userid])),
    });
    expect((await ask({ user: 'alice' })).body).toBe('["alice","alice"]');
    expect((await ask()).body).toBe('[null,null]');
  });

  check('takes nobody’s word for a user', async ({ expect, start }) => {
    const { ask } = await start();
    const names = ['Remote-User', 'Remote_User', 'RemoteUser', 'X-Remote-User', 'X-Forwarded-User', 'Who', 'Userid'];
    const headers = Object.fromEntries(names.map((name) => [name, 'root']));
    expect((await ask({ headers })).body).toBe('Hello undefined');
  });

  check('hands the application the API of its own request', async ({ expect, start }) => {
    const { ask } = await start({
      application({ who: { exchange }, target }) {
        return page(JSON.stringify([exchange.method, exchange.target, target, exchange.header('x-note')]));
      },
    });
    const answer = await ask({ method: 'PUT', path: '/page?a=1', headers: { 'X-Note': 'noted' } });
    expect(JSON.parse(answer.body)).toEqual(['PUT', '/page?a=1', '/page?a=1', 'noted']);
  });

  check('keeps somebody signed in by lines beside the application’s own', async ({ expect, start }) => {
    const own = ['a=1; Path=/', 'b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT'];
    const { ask } = await start({
      application: () => page('body', { headers: own.map((cookie) => ['Set-Cookie', cookie]) }),
    });
    const answer = await ask({ user: 'alice' });
    expect([...answer.cookies].sort()).toEqual([...own, ...valuesOf(kept('alice'))].sort());
    expect(answer.body).toBe('body');
    expect((await ask()).cookies).toEqual(own);
  });

  check('calls a page private that keeps somebody signed in', async ({ expect, start }) => {
    const { ask } = await start({ application: () => page('body', { headers: [['Cache-Control', 'no-cache']] }) });
    expect((await ask({ user: 'alice' })).header('cache-control')).toBe('no-cache, private');
    expect((await ask()).header('cache-control')).toBe('no-cache');
  });

  check('keeps somebody signed in on every kind of response', async ({ expect, start }) => {
    const answers: readonly Application[] = [
      () => ({ status: 200, headers: [] }),
      () => ({ status: 204, headers: [] }),
      () => ({ status: 304, headers: [['ETag', '"1"']] }),
      () => ({ status: 303, headers: [['Location', '/there']] }),
      () => page('not here', { status: 404 }),
      () => page('not now', { status: 500 }),
    ];
    const { ask } = await start({
      application: (request) => (answers[Number(request.target.slice(1))] as Application)(request),
    });
    for (const method of ['GET', 'HEAD']) {
      for (const path of answers.keys()) {
        const answer = await ask({ path: `/${path}`, method, user: 'alice' });
        expect([path, ...answer.cookies]).toEqual([path, ...valuesOf(kept('alice'))]);
      }
    }
  });

  check('adds nothing where nothing has to change', async ({ expect, start }) => {
    const { ask } = await start({ script: { remember: () => undefined } });
    const answer = await ask({ user: 'alice' });
    expect([answer.body, answer.cookies, answer.header('cache-control')]).toEqual(['Hello alice', [], undefined]);
  });

  check('has the engine decide once on each response', async ({ expect, start }) => {
    const statuses: number[] = [];
    const { ask } = await start({
      script: { decide: (_, { status }) => statuses.push(status) > 0 && status === 401 },
      application: ({ target }) => page('body', { status: Number(target.slice(1)) }),
    });
    for (const method of ['GET', 'HEAD']) {
      for (const status of [200, 401, 500]) await ask({ method, path: `/${status}`, user: 'alice' });
    }
    expect(statuses).toEqual([200, 401, 500, 200, 401, 500]);
  });

  check('lets the application sign in and out, and adds nothing of its own then', async ({ expect, start }) => {
    const { ask } = await start({
      async application({ target, who, text }) {
        if (target === '/logout') return { status: 303, headers: [['Location', '/'], ...(await who.logout())] };
        const form = new URLSearchParams(await text());
        const given = { login: form.get('login') ?? '', password: form.get('password') ?? '' };
        const { identity, headers } = await who.login(given);
        return page(`Hello ${identity?.userid}`, { headers });
      },
    });
    const login = (password: string) =>
      ask({
        method: 'POST',
        path: '/login',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: `login=bob&password=${password}`,
        user: 'alice',
      });
    const welcome = await login('secret');
    expect([welcome.body, welcome.cookies]).toEqual(['Hello bob', valuesOf(kept('bob'))]);
    const refused = await login('guess');
    expect([refused.body, refused.cookies]).toEqual(['Hello undefined', valuesOf(FORGET)]);
    const bye = await ask({ path: '/logout', user: 'alice' });
    expect([bye.status, bye.cookies]).toEqual([303, valuesOf(FORGET)]);
  });

  check(
    'lets the guard’s predicate say who may pass',
    async ({ expect, promised, start }) => {
      const staff = hasToken('staff');
      const { ask, reached } = await start({
        predicate: promised ? async (...given) => turn().then(() => staff(...given)) : staff,
      });
      const statuses: number[] = [];
      for (const user of ['alice', 'bob', undefined]) statuses.push((await ask({ path: '/guarded', user })).status);
      expect(statuses).toEqual([200, 403, 302]);
      expect((await ask({ path: '/guarded', headers: { Accept: 'application/json' } })).status).toBe(401);
      expect((await ask({ path: '/open', user: 'bob' })).body).toBe('Hello bob');
      expect(reached).toEqual(['/guarded', '/open']);
    },
    'guard',
  );
}
