import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guard, whoListener } from '@who/connect';
import { authenticated, createWho, type WhoError } from '@who/core';
import { apiToken } from '@who/plugin-api-token';
import { basicAuth } from '@who/plugin-basic-auth';
import { htpasswd } from '@who/plugin-htpasswd';
import { fakeClock, type Page, serve, type TestServer, testBrowser } from '@who/testkit';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLimiter, limited } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'who-limiter-'));
const file = join(folder, 'users.htpasswd');
const hash = (name: 'sha1' | 'sha256', text: string) => createHash(name).update(text);
writeFileSync(file, `alice:{SHA}${hash('sha1', 'wonderland').digest('base64')}\n`);
afterAll(() => rmSync(folder, { recursive: true }));

const clock = fakeClock();
const token = 'who_the-token-of-backup';
let server: TestServer;
let users: ReturnType<typeof createUsers>;

const createUsers = (limiter: ReturnType<typeof createLimiter>) => limited(htpasswd({ file }), { limiter });

beforeEach(async () => {
  const limiter = createLimiter({ trustedProxies: [], now: clock.now });
  users = createUsers(limiter);
  const tokens = [{ userid: 'backup', sha256: hash('sha256', token).digest('hex') }];
  const who = createWho({
    publicUrl: 'http://localhost',
    plugins: {
      basic: basicAuth({ realm: 'Example' }),
      users,
      token: limited(apiToken({ realm: 'Example', tokens }), { limiter }),
    },
    identifiers: ['basic', 'token'],
    authenticators: ['users', 'token'],
    challengers: ['basic'],
    logger: { debug() {}, warn() {}, error() {} },
    now: clock.now,
  });
  server = await serve(
    whoListener(who, async (req, res) => {
      try {
        if (req.url !== '/login') {
          guard(authenticated())(req, res, () => res.end(`Hello ${req.who.identity?.userid}`));
          return;
        }
        const form = await req.who.exchange.form();
        const fields = { login: form.get('login') ?? '', password: form.get('password') ?? '' };
        const { identity } = await req.who.login(fields);
        res.statusCode = identity ? 200 : 403;
        res.end(identity ? 'Welcome' : 'Wrong');
      } catch (error) {
        const { status, headers, code } = error as WhoError;
        res.writeHead(status, headers).end(code);
      }
    }),
  );
});
afterEach(async () => {
  await server.close();
  users.close();
  users.limiter.close();
});

const program = { Accept: '*/*', 'Sec-Fetch-Mode': undefined };
const told = (page: Page): unknown[] => [page.status, page.header('Retry-After')];
const basic = (password: string, user = 'alice') => ({
  Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});
const ask = async (headers: Record<string, string>): Promise<unknown[]> =>
  told(await testBrowser({ headers: program }).get(server.url, headers));
const logIn = async (password: string): Promise<unknown[]> =>
  told(await testBrowser().post(`${server.url}/login`, { login: 'alice', password }));

describe('over HTTP', () => {
  it('Basic authentication is limited', async () => {
    for (let i = 0; i < 6; i++) expect(await ask(basic(`guess ${i}`))).toEqual([401, undefined]);
    expect(await ask(basic('another guess'))).toEqual([429, '1']);
    expect(await ask(basic('wonderland'))).toEqual([429, '1']);
    clock.advance(1000);
    expect(await ask(basic('wonderland'))).toEqual([200, undefined]);
  });

  it('a form is limited, together with Basic authentication', async () => {
    for (let i = 0; i < 3; i++) expect(await ask(basic(`guess ${i}`))).toEqual([401, undefined]);
    for (let i = 3; i < 6; i++) expect(await logIn(`guess ${i}`)).toEqual([403, undefined]);
    expect(await logIn('wonderland')).toEqual([429, '1']);
    expect(await ask(basic('wonderland'))).toEqual([429, '1']);
    clock.advance(1000);
    expect(await logIn('wonderland')).toEqual([200, undefined]);
    expect(await ask(basic('wonderland'))).toEqual([200, undefined]);
  });

  it('neither more connections nor a header help', async () => {
    for (let i = 0; i < 6; i++) await ask({ ...basic(`guess ${i}`), 'X-Forwarded-For': `192.0.2.${i}` });
    expect(await ask({ ...basic('wonderland'), 'X-Forwarded-For': '192.0.2.99' })).toEqual([429, '1']);
  });

  it('another user is not held up', async () => {
    for (let i = 0; i < 10; i++) await ask(basic(`guess ${i}`, 'bob'));
    expect(await ask(basic('wonderland'))).toEqual([200, undefined]);
  });

  it('tokens are limited by themselves, and hold up nobody else', async () => {
    const bearer = (text: string) => ({ Authorization: `Bearer ${text}` });
    expect(await ask(bearer(token))).toEqual([200, undefined]);
    for (let i = 0; i < 6; i++) expect(await ask(bearer('who_an-old-one'))).toEqual([401, undefined]);
    expect(await ask(bearer('who_an-old-one'))).toEqual([429, '1']);
    for (let i = 0; i < 60; i++) await ask(bearer(`who_guess-${i}`));
    expect((await ask(bearer('who_another')))[0]).toBe(429);
    expect(await ask(bearer(token))).toEqual([200, undefined]);
    expect(await ask(basic('wonderland'))).toEqual([200, undefined]);
  });

  it('hundreds of requests at once are six guesses', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 200 }, async (_, i) => (await ask(basic(`guess ${i}`)))[0]),
    );
    expect(statuses.filter((status) => status === 401).length).toBe(6);
    expect(statuses.filter((status) => status === 429).length).toBe(194);
  });

  it('a client that goes away has been counted', async () => {
    for (let i = 0; i < 6; i++) {
      const asked = request(server.url, { headers: basic(`guess ${i}`) });
      await new Promise((resolve) => asked.on('response', resolve).end());
      asked.destroy();
    }
    expect(await ask(basic('wonderland'))).toEqual([429, '1']);
  });
});
