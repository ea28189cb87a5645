import { NamedCredentials, turn } from './adapter-engine.js';
import type { Answer } from './client.js';
import { written } from './http1.js';
import { type AddAdapterCheck, gate, page } from './scene.js';
import { kept, LOGIN_PAGE, type Script, valuesOf } from './script.js';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** What clients send, and in which order. */
export function requestChecks(check: AddAdapterCheck): void {
  check(
    'refuses a target that is no path, before any plugin and the application',
    async ({ expect, start }) => {
      let identified = 0;
      const { raw, reached } = await start({ script: { identify: () => void identified++ } });
      for (const line of [
        'GET http://localhost/page',
        'GET https://other.example.org/',
        'POST http://localhost',
        'GET *',
      ]) {
        const text = await raw(written(line, 'X-User: alice', 'Connection: close'));
        expect([line, text.slice(0, 13), text.split('HTTP/1.1 ').length]).toEqual([line, 'HTTP/1.1 400 ', 2]);
      }
      expect([identified, reached]).toEqual([0, []]);
    },
    'raw targets',
    'HTTP/1.1',
  );

  check('tells the engine the target as it came', async ({ expect, start }) => {
    const { ask } = await start({ application: ({ who }) => page(who.exchange.target) });
    for (const path of [
      '/',
      '/a%2Fb/?x=%2e&y=a+b&y=',
      '//page?x=1',
      '/http://localhost/',
      '/guarded/%C3%BC',
      '/a;b=1?',
    ]) {
      expect((await ask({ path })).body).toBe(path);
    }
  });

  check(
    'tells the engine every line of a header',
    async ({ expect, start }) => {
      const { raw } = await start({
        application: ({ who: { exchange } }) =>
          page(
            `<${exchange.headerValues('x-list').join(', ')}|${exchange.cookies('a').join()}|${exchange.cookie('b')}>`,
          ),
      });
      const lines = ['X-List: 1', 'x-list: 2', 'Cookie: a=1', 'cookie: a=2; b=3', 'Connection: close'];
      const text = await raw(written('GET /', ...lines));
      expect(text).toMatch(/<1, 2\|1,2\|3>/);
    },
    'HTTP/1.1',
  );

  check('leaves the application the body', async ({ expect, start }) => {
    const { ask } = await start({ application: async ({ text }) => page(String((await text()).length)) });
    expect((await ask({ method: 'POST', body: 'x'.repeat(300_000), user: 'alice' })).body).toBe('300000');
  });

  check('leaves the application a form that a plugin has read', async ({ expect, start }) => {
    const identify: Script['identify'] = async (exchange) => {
      const name = (await exchange.form()).get('login');
      return name === null ? undefined : new NamedCredentials(name);
    };
    const { ask } = await start({
      script: { identify },
      application: async ({ userid, text }) => page(`${userid} ${await text()}`),
    });
    const body = `login=bob&note=${'x'.repeat(50_000)}`;
    expect((await ask({ method: 'POST', headers: FORM, body })).body).toBe(`bob ${body}`);
    expect((await ask()).body).toBe('undefined ');
  });

  check('answers a form that is too large, and never asks the application', async ({ expect, start }) => {
    const identify: Script['identify'] = async (exchange) => void (await exchange.form());
    const { ask, reached } = await start({ script: { identify } });
    const answer = await ask({ method: 'POST', headers: FORM, body: `a=${'x'.repeat(200_000)}` });
    expect([answer.status, answer.body.includes('FORM_TOO_LARGE'), reached.length]).toEqual([413, true, 0]);
  });

  check('keeps those apart who come over one connection', async ({ expect, start }) => {
    const { ask } = await start();
    const answers: Answer[] = [];
    for (const user of ['alice', undefined, 'bob', 'alice', undefined]) answers.push(await ask({ user }));
    expect(answers.map(({ body }) => body.slice(6))).toEqual(['alice', 'undefined', 'bob', 'alice', 'undefined']);
    expect(answers.map(({ cookies }) => cookies[0])).toEqual(
      ['alice', '', 'bob', 'alice', ''].map((user) => (user ? valuesOf(kept(user))[0] : undefined)),
    );
    expect(new Set(answers.map(({ connection }) => connection)).size).toBe(1);
  });

  check(
    'answers in order what comes in one go',
    async ({ expect, start }) => {
      const { raw } = await start({
        application: ({ target, userid }) => page(`<${userid}>`, { status: target === '/401' ? 401 : 200 }),
      });
      const html = 'Accept: text/html';
      const text = await raw(
        written('GET /', 'X-User: alice') +
          written('GET /401', html, 'X-User: bob') +
          written('GET /') +
          written('GET /401', html) +
          written('GET /', 'X-User: carol', 'Connection: close'),
      );
      expect(text.match(/<\w+>|Sign in first\./g)).toEqual([
        '<alice>',
        LOGIN_PAGE.body,
        '<undefined>',
        LOGIN_PAGE.body,
        '<carol>',
      ]);
    },
    'HTTP/1.1',
  );

  check('keeps those apart who come at the same time', async ({ expect, start }) => {
    const waiting = gate();
    const asked = gate();
    const identify: Script['identify'] = async (exchange) => {
      const name = exchange.header('x-user');
      if (name === 'alice') {
        asked.open();
        await waiting.promise;
      }
      return name === undefined ? undefined : new NamedCredentials(name);
    };
    const { ask, within } = await start({ script: { identify }, connections: 3 });
    const alice = ask({ user: 'alice' });
    await within(asked.promise, 'the first request');
    const others = await Promise.all([ask({ user: 'bob' }), ask()]);
    waiting.open();
    const answers = [await alice, ...others];
    expect(answers.map(({ body }) => body)).toEqual(['Hello alice', 'Hello bob', 'Hello undefined']);
    expect(answers.map(({ cookies }) => cookies)).toEqual([valuesOf(kept('alice')), valuesOf(kept('bob')), []]);
  });

  check('keeps a crowd apart', async ({ expect, start }) => {
    const { ask } = await start({
      connections: 5,
      async application({ target, userid, who }) {
        const index = Number(target.slice(1));
        for (let turns = 0; turns < index % 7; turns++) await turn();
        return page(`${target} ${userid} ${who.identity?.userid}`, { status: index % 5 === 0 ? 401 : 200 });
      },
    });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => ask({ path: `/${index}`, user: `user${index}` })),
    );
    const wanted = answers.map((_, index) =>
      index % 5 === 0
        ? [302, LOGIN_PAGE.body]
        : [200, `/${index} user${index} user${index}`, ...valuesOf(kept(`user${index}`))],
    );
    expect(answers.map(({ status, body, cookies }) => [status, body, ...(status === 200 ? cookies : [])])).toEqual(
      wanted,
    );
  });
}
