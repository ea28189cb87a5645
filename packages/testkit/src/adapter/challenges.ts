import type { Reply } from '@who/core';
import { NamedCredentials } from './adapter-engine.js';
import { type AddAdapterCheck, page, type Running } from './scene.js';
import { FORGET, kept, LOGIN_PAGE, type Script, valuesOf } from './script.js';
import type { Application } from './subject.js';

/** Headers that belong to what a challenge replaces. */
const GONE = {
  'Content-Language': 'de',
  'Content-Disposition': 'attachment',
  'Content-Security-Policy': "default-src 'none'",
  'Cache-Control': 'public, max-age=3600',
  ETag: '"1"',
  'Last-Modified': 'Thu, 01 Jan 1970 00:00:00 GMT',
  'WWW-Authenticate': 'Negotiate',
  'X-App': 'a',
};

const refuse: Application = () =>
  page('application secret', {
    status: 401,
    headers: [...Object.entries(GONE), ['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2']],
  });

const refuseJson: Application = () => ({
  status: 401,
  headers: [
    ['Content-Type', 'application/json'],
    ['Set-Cookie', 'a=1'],
    ['X-App', 'a'],
  ],
  body: '{"error":"sign in"}',
});

const JSON_CLIENT = { headers: { Accept: 'application/json' } };

/** The application says 401, and the challenge takes its place. */
export function challengeChecks(check: AddAdapterCheck): void {
  check('puts a challenge in the place of a 401', async ({ expect, start }) => {
    const { ask, reached } = await start({ application: refuse });
    const answer = await ask();
    expect([answer.status, answer.message, answer.body]).toEqual([302, 'Found', LOGIN_PAGE.body]);
    expect([answer.header('location'), answer.header('x-challenge')]).toEqual(['/login', '1']);
    expect(answer.header('content-type')).toBe('text/plain');
    expect(answer.header('content-length') ?? '14').toBe('14');
    expect([...answer.cookies].sort()).toEqual(['a=1', 'b=2']);
    expect(reached.length).toBe(1);
  });

  check('takes all headers of a 401 away but its cookies', async ({ expect, start }) => {
    const { ask } = await start({ application: refuse });
    const answer = await ask();
    expect(Object.keys(GONE).filter((name) => answer.header(name.toLowerCase()) !== undefined)).toEqual([]);
  });

  check('forgets who was signed in, and remembers nobody, with a challenge', async ({ expect, start }) => {
    const { ask } = await start({ application: refuse });
    const { status, cookies } = await ask({ user: 'alice' });
    expect([status, ...[...cookies].sort()]).toEqual([302, ...['a=1', 'b=2', ...valuesOf(FORGET)].sort()]);
  });

  check('shows the engine what the application wanted to send', async ({ expect, start }) => {
    const heads: unknown[] = [];
    const note: Script['decide'] = (_, response) => {
      const { status, setCookies } = response;
      heads.push([
        status,
        [...setCookies],
        response.header('X-App'),
        response.header('etag'),
        response.header('x-none'),
      ]);
      return status === 401;
    };
    const { ask } = await start({ application: refuse, script: { decide: note } });
    await ask();
    expect(heads).toEqual([[401, ['a=1', 'b=2'], 'a', '"1"', undefined]]);
  });

  check('sends no body with the challenge of a HEAD request', async ({ expect, start }) => {
    const { text: textOf } = await start({ application: refuse });
    const text = await textOf({ method: 'HEAD' });
    expect(text).toMatch(/^HTTP\/1\.1 302 .*\r\nlocation: \/login\r\n/is);
    expect(text.split('\r\n\r\n')[1]).toBe('');
  });

  check('leaves programs their own 401', async ({ expect, start }) => {
    const { ask } = await start({ application: refuseJson });
    const answer = await ask(JSON_CLIENT);
    expect([answer.status, answer.body, answer.cookies]).toEqual([401, '{"error":"sign in"}', ['a=1']]);
    // Some frameworks say the charset, too.
    expect(answer.header('content-type')).toMatch(/^application\/json\b/);
    expect(answer.header('location')).toBe(undefined);
  });

  check('tells programs how to sign in, beside their own 401', async ({ expect, start }) => {
    const challenge = (): Reply => ({ status: 401, headers: [['WWW-Authenticate', 'Basic realm="a"']], body: 'Basic' });
    const { ask } = await start({ application: refuseJson, script: { anyClient: true, challenge } });
    const answer = await ask({ ...JSON_CLIENT, user: 'alice' });
    expect([answer.status, answer.body, answer.header('x-app')]).toEqual([401, '{"error":"sign in"}', 'a']);
    expect(answer.header('www-authenticate')).toBe('Basic realm="a"');
    expect([...answer.cookies].sort()).toEqual(['a=1', ...valuesOf(FORGET)].sort());
  });

  check('leaves a 401 as it is that nobody challenges', async ({ expect, start }) => {
    const { ask, handled } = await start({ application: refuse, script: { challenge: () => undefined } });
    const answer = await ask();
    expect([answer.status, answer.body, answer.header('x-app')]).toEqual([401, 'application secret', 'a']);
    expect(handled).toEqual([]);
  });

  check('sends the text of a challenge as UTF-8, and bytes as they are', async ({ expect, start }) => {
    const headers = [['Content-Type', 'text/html; charset=utf-8']] as const;
    for (const body of ['grüß dich', new TextEncoder().encode('grüß dich')]) {
      const { ask } = await start({
        application: refuse,
        script: { challenge: () => ({ status: 403, headers, body }) },
      });
      const answer = await ask();
      expect([answer.status, answer.body, answer.header('content-length') ?? '11']).toEqual([403, 'grüß dich', '11']);
    }
  });

  check('sends a challenge without a body', async ({ expect, start }) => {
    const challenge = (): Reply => ({ status: 303, headers: [['Location', '/login']] });
    const { ask } = await start({ application: refuse, script: { challenge } });
    const answer = await ask();
    expect([answer.status, answer.body, answer.header('content-type')]).toEqual([303, '', undefined]);
  });

  check('lets the connection serve others after a challenge', async ({ expect, start }) => {
    const application: Application = (request) =>
      request.target === '/401' ? refuse(request) : page(`${request.userid}`);
    const { ask } = await start({ application });
    const first = await ask({ path: '/401', user: 'alice' });
    const others = [await ask({ user: 'bob' }), await ask({ path: '/401' }), await ask()];
    expect(others.map(({ status, body }) => [status, body])).toEqual([
      [200, 'bob'],
      [302, LOGIN_PAGE.body],
      [200, 'undefined'],
    ]);
    expect(others.map(({ connection }) => connection === first.connection)).toEqual([true, true, true]);
  });

  check('answers an upload that nobody has read', async ({ expect, start }) => {
    const { ask } = await start({ application: refuse });
    for (let upload = 0; upload < 2; upload++) {
      const answer = await ask({ method: 'POST', body: 'x'.repeat(300_000) });
      expect([answer.status, answer.body]).toEqual([302, LOGIN_PAGE.body]);
    }
  });

  check(
    'challenges the 401 of an error handler',
    async ({ expect, start }) => {
      const error = Object.assign(new Error('application secret'), { status: 401 });
      const { ask, handled } = await start({ application: () => Promise.reject(error) });
      const answer = await ask();
      expect([answer.status, answer.body, answer.header('x-handled')]).toEqual([302, LOGIN_PAGE.body, undefined]);
      expect(handled).toEqual([error]);
    },
    'error handlers',
  );

  earlyReplies(check);
}

const EARLY: Reply = {
  status: 303,
  headers: [
    ['Location', '/clean'],
    ['Set-Cookie', 'seen=1'],
    ['Set-Cookie', 'seen2=1'],
  ],
  body: 'moved',
};

/** The engine has the answer before the application is asked. */
function earlyReplies(check: AddAdapterCheck): void {
  const expectEarly = async ({ ask, reached }: Running): Promise<unknown> => {
    const { status, body, cookies, header } = await ask({ path: '/?ticket=1' });
    return [status, body, header('location'), [...cookies].sort(), reached.length];
  };

  check('sends an early reply, and never asks the application', async ({ expect, start }) => {
    const wanted = [303, 'moved', '/clean', ['seen2=1', 'seen=1'], 0];
    expect(await expectEarly(await start({ script: { identify: () => ({ reply: EARLY }) } }))).toEqual(wanted);
    const made = { identify: () => ({ reply: async () => EARLY }) };
    expect(await expectEarly(await start({ script: made }))).toEqual(wanted);
  });

  check('goes on to the application where no early reply was made', async ({ expect, start }) => {
    const { ask } = await start({ script: { identify: () => ({ reply: () => undefined }) } });
    expect((await ask()).body).toBe('Hello undefined');
  });

  check('keeps somebody signed in by an early reply', async ({ expect, start }) => {
    const { ask } = await start({
      script: { identify: () => ({ credentials: new NamedCredentials('alice'), reply: EARLY }) },
    });
    const { cookies } = await ask();
    expect([...cookies].sort()).toEqual(['seen=1', 'seen2=1', ...valuesOf(kept('alice'))].sort());
  });

  check('sends no body with an early reply to a HEAD request', async ({ expect, start }) => {
    const { text: textOf } = await start({ script: { identify: () => ({ reply: EARLY }) } });
    const text = await textOf({ method: 'HEAD' });
    expect(text).toMatch(/^HTTP\/1\.1 303 .*\r\nlocation: \/clean\r\n/is);
    expect(text.split('\r\n\r\n')[1]).toBe('');
  });

  check('sends an early 204', async ({ expect, start }) => {
    const { ask } = await start({ script: { identify: () => ({ reply: { status: 204 } }) } });
    const answer = await ask();
    expect([answer.status, answer.body, answer.header('content-length')]).toEqual([204, '', undefined]);
  });

  check('challenges an early reply that asks for it', async ({ expect, start }) => {
    const { ask, reached } = await start({ script: { identify: () => ({ reply: { status: 401, body: 'early' } }) } });
    const answer = await ask();
    expect([answer.status, answer.body, reached.length]).toEqual([302, LOGIN_PAGE.body, 0]);
  });

  check('lets the connection serve others after an early reply to an upload', async ({ expect, start }) => {
    const identify: Script['identify'] = ({ method }) => (method === 'POST' ? { reply: EARLY } : undefined);
    const { ask } = await start({ script: { identify } });
    for (let upload = 0; upload < 2; upload++) {
      expect((await ask({ method: 'POST', body: 'x'.repeat(300_000) })).body).toBe('moved');
      expect((await ask()).body).toBe('Hello undefined');
    }
  });
}
