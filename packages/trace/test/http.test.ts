import { connect as connectTo } from 'node:net';
import { checkTargets, whoMiddleware } from '@who/connect';
import type { Who } from '@who/core';
import { serve, type TestServer } from '@who/testkit';
import connect, { type Server } from 'connect';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createTrace,
  fromThisMachine,
  type JourneyJson,
  type Trace,
  type TraceMiddlewareOptions,
  traceMiddleware,
} from '../src/index.js';
import { engine } from './support.js';

const open: (Disposable | AsyncDisposable)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const one of open.splice(0).reverse()) {
    if (Symbol.asyncDispose in one) await one[Symbol.asyncDispose]();
    else one[Symbol.dispose]();
  }
});

interface Setting {
  readonly options?: TraceMiddlewareOptions;
  /** Whether the trace is seen by those only whom the engine knows. */
  readonly behind?: boolean;
  readonly around?: (app: Server) => Server;
  readonly who?: Who;
}

interface Site extends TestServer {
  readonly trace: Trace;
}

async function site({
  options = {},
  behind = false,
  around = (app) => app,
  who = engine(),
}: Setting = {}): Promise<Site> {
  const trace = createTrace();
  open.push({ [Symbol.dispose]: () => trace.close() });
  const app = connect();
  if (!behind) app.use(traceMiddleware(trace, options));
  app.use(whoMiddleware(who));
  if (behind) app.use(traceMiddleware(trace, options));
  app.use((req, res) => {
    if (req.url === '/private' && !req.remoteUser) res.statusCode = 401;
    res.end(`Hello ${req.remoteUser ?? 'stranger'}`);
  });
  const server = await serve(checkTargets(around(app)));
  open.push(server);
  return Object.assign(server, { trace });
}

const page = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const asJson = { Accept: 'application/json' };

/** One answer, by a connection of its own, to exactly this. */
function raw(url: string, head: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connectTo(Number(port), hostname);
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('end', () => resolve(text)).on('error', reject);
    socket.write(`${head}\r\nConnection: close\r\n\r\n`);
  });
}

const statusOf = (answer: string): number => Number(answer.split(' ', 2)[1]);

describe('the list', () => {
  it('is JSON, newest first, in the shape that programs rely on', async () => {
    const { url } = await site();
    await fetch(`${url}/first`);
    await fetch(`${url}/private?token=x`, { headers: { 'x-user': 'alice:secret' } });
    const answer = await fetch(`${url}/__who.json`);
    expect(answer.headers.get('content-type')).toBe('application/json');
    const journeys = (await answer.json()) as JourneyJson[];
    expect(journeys.map(({ path, userid, status }) => [path, userid, status])).toEqual([
      ['/private', 'alice', 200],
      ['/first', null, 200],
    ]);
    const identify = journeys[1]?.steps.find(({ plugin }) => plugin === 'plain');
    expect(identify).toMatchObject({
      stage: 'identify',
      outcome: 'none',
      reason: 'There is no header X-User.',
      durationMs: expect.any(Number),
    });
    expect(journeys[1]?.steps.find(({ plugin }) => plugin === 'form')?.reason).toBeNull();
    for (const journey of journeys) {
      expect(Object.keys(journey)).toEqual(
        expect.arrayContaining(['id', 'method', 'path', 'status', 'userid', 'steps']),
      );
      expect(new Date(journey.started).toISOString()).toBe(journey.started);
    }
  });

  it('tells what was called within a login or an answer', async () => {
    const { url } = await site();
    await fetch(`${url}/login?login=alice&password=secret`, { redirect: 'manual' });
    const [journey] = (await (await fetch(`${url}/__who.json`)).json()) as JourneyJson[];
    expect(
      journey?.steps.filter(({ within }) => within !== null).map(({ stage, within }) => `${stage} ${within}`),
    ).toEqual(['authenticate login', 'metadata login', 'remember login', 'remember login']);
  });

  it.each([
    [page, 'text/html; charset=utf-8', /^<!doctype html>/],
    [asJson, 'application/json', /^\[/],
    [{ Accept: '*/*' }, 'text/plain; charset=utf-8', /^#\d+ GET \/ →/],
    [{ Accept: 'text/plain' }, 'text/plain; charset=utf-8', /^#\d+/],
    [{ Accept: 'application/json;q=0.1, text/html;q=0.5' }, 'text/html; charset=utf-8', /^<!doctype html>/],
    [{ Accept: 'text/html;q=0, application/json' }, 'application/json', /^\[/],
    [{ Accept: 'text/html;q=nonsense' }, 'text/plain; charset=utf-8', /^#\d+/],
  ])('is what a client asks for: %o', async (headers, type, body) => {
    const { url } = await site();
    await fetch(url);
    const answer = await fetch(`${url}/__who`, { headers });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
    expect(await answer.text()).toMatch(body);
    const [id] = (await (await fetch(`${url}/__who.json`)).json()) as JourneyJson[];
    expect((await fetch(`${url}/__who/${id?.id}`, { headers })).headers.get('content-type')).toBe(type);
  });

  it('is searched', async () => {
    const { url } = await site();
    for (const path of ['/one', '/two', '/private']) await fetch(url + path);
    await fetch(`${url}/one`, { headers: { 'x-user': 'alice:secret' } });
    await fetch(`${url}/one`, { headers: { 'x-user': 'down:x' } });
    const paths = async (query: string): Promise<string[]> =>
      ((await (await fetch(`${url}/__who.json?${query}`)).json()) as JourneyJson[]).map(
        ({ path, status }) => `${path} ${status}`,
      );
    expect(await paths('q=TWO')).toEqual(['/two 200']);
    expect(await paths('q=alice')).toEqual(['/one 200']);
    expect(await paths('q=ldap_down')).toEqual(['/one 503']);
    expect(await paths('show=problems')).toEqual(['/one 503', '/private 401']);
    expect(await paths('show=nobody')).toEqual(['/private 401', '/two 200', '/one 200']);
    expect(await paths('show=nobody&limit=1&q=/t')).toEqual(['/two 200']);
    expect(await paths('limit=-1')).toHaveLength(5);
    expect(await paths(`q=${'x'.repeat(5000)}`)).toEqual([]);
  });

  it('finds what is wrong with a request that went well, by what its notes say, too', async () => {
    const { url } = await site();
    const alice = { 'x-user': 'alice:secret' };
    await fetch(`${url}/well`, { headers: alice });
    await fetch(`${url}/broken`, { headers: { ...alice, 'x-broken': '1' } });
    for (const query of ['show=problems', 'q=left%20alone', 'q=look%20after%20redis']) {
      const text = await (await fetch(`${url}/__who.txt?${query}`)).text();
      expect(text).toMatch(
        /^#\d+ GET \/broken .*\n {4}alice is signed in.*\n {4}Note: attributes: .* left alone .*\n {6}→ Look after Redis\.\n$/,
      );
    }
  });

  it('is not sent again where nothing has come', async () => {
    const { url } = await site();
    await fetch(url);
    const headers = { ...page, 'If-None-Match': '' };
    headers['If-None-Match'] = (await fetch(`${url}/__who`, { headers })).headers.get('etag') ?? '';
    expect((await fetch(`${url}/__who`, { headers })).status).toBe(304);
    await fetch(url);
    expect((await fetch(`${url}/__who`, { headers })).status).toBe(200);
  });
});

describe('a journey', () => {
  it('is found by the number that the application gives', async () => {
    const { url, trace } = await site();
    await fetch(`${url}/there`);
    const [journey] = trace.journeys();
    expect(await (await fetch(`${url}/__who/${journey?.id}.txt`)).text()).toMatch(/^#\d+ GET \/there → 200, nobody/);
    expect(await (await fetch(`${url}/__who/${journey?.id}.json`)).json()).toMatchObject({ path: '/there' });
  });

  it('that is not kept is a 404 that says so', async () => {
    const { url } = await site();
    for (const [end, body] of [
      ['', /not kept/],
      ['.json', /^null$/m],
      ['.txt', /not kept/],
    ] as const) {
      const answer = await fetch(`${url}/__who/999999999${end}`, { headers: page });
      expect([answer.status, await answer.text()]).toEqual([404, expect.stringMatching(body)]);
    }
  });

  it('of a page of the trace itself is none', async () => {
    for (const behind of [false, true]) {
      const { url, trace } = await site({ behind });
      for (const path of ['/__who', '/__who/', '/__who/1', '/__who.json', '/__who?q=1', '/__who/1.txt'])
        await fetch(url + path);
      expect(trace.size).toBe(0);
      await fetch(`${url}/__whoever`);
      expect(trace.journeys().map(({ path }) => path)).toEqual(['/__whoever']);
    }
  });
});

describe('its answers', () => {
  it('are kept, framed and scripted by nobody', async () => {
    const { url } = await site();
    for (const path of ['/__who', '/__who.json', '/__who.txt', '/__who/1']) {
      const { headers } = await fetch(url + path, { headers: page });
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('access-control-allow-origin')).toBeNull();
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; /);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
    }
  });

  it('take no other methods, and leave the body out of HEAD', async () => {
    const { url } = await site();
    const posted = await fetch(`${url}/__who`, { method: 'POST', body: 'x' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const head = await fetch(`${url}/__who`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('are at one address, and leave all others to the application', async () => {
    const { url } = await site();
    const slash = await fetch(`${url}/__who/`, { redirect: 'manual' });
    expect([slash.status, slash.headers.get('location')]).toEqual([308, '../__who']);
    for (const path of [
      '/__who/x',
      '/__who/1/2',
      '/__who.xml',
      '/__who/-1',
      '/__who/1.5',
      '/__WHO',
      '/x/__who',
      `/__who/${'9'.repeat(20)}`,
    ]) {
      expect(await (await fetch(url + path)).text(), path).toBe('Hello stranger');
    }
  });

  it('are where the option says, also inside of a mounted application', async () => {
    const { url } = await site({ options: { path: '/admin/journeys' }, around: (app) => connect().use('/admin', app) });
    await fetch(`${url}/admin/x`);
    expect(await (await fetch(`${url}/admin/journeys`)).text()).toContain('GET /admin/x → 200');
    expect(await (await fetch(`${url}/admin/journeys`, { headers: page })).text()).toMatch(/href="journeys\/\d+"/);
  });
});

describe('who sees it', () => {
  it.each([
    ['X-Forwarded-For: 127.0.0.1'],
    ['x-forwarded-proto: https'],
    ['Forwarded: for=127.0.0.1'],
    ['Via: 1.1 nginx'],
    ['X-Real-IP: 127.0.0.1'],
    ['CF-Connecting-IP: 127.0.0.1'],
    ['True-Client-IP: ::1'],
    ['X-Client-IP: 127.0.0.1'],
    ['X-Envoy-External-Address: 127.0.0.1'],
  ])('is nobody behind a proxy: %s', async (header) => {
    const { url } = await site();
    const head = `GET /__who HTTP/1.1\r\nHost: localhost`;
    expect(statusOf(await raw(url, head))).toBe(200);
    const answer = await raw(url, `${head}\r\n${header}`);
    expect(statusOf(answer)).toBe(404);
    expect(answer).not.toMatch(/who|trace/i);
  });

  it.each([
    ['localhost', 200],
    ['localhost:8080', 200],
    ['app.localhost', 200],
    ['127.0.0.1:3000', 200],
    ['[::1]:3000', 200],
    ['evil.example', 404],
    ['evil.example:3000', 404],
    ['127.0.0.1.evil.example', 404],
    ['localhost.evil.example', 404],
    ['notlocalhost', 404],
    ['127.0.0.1@evil.example', 404],
    ['169.254.169.254', 404],
    ['10.0.0.1', 404],
  ])('is nobody who takes this machine for another one: Host: %s', async (host, status) => {
    const { url } = await site();
    expect(statusOf(await raw(url, `GET /__who HTTP/1.1\r\nHost: ${host}`))).toBe(status);
  });

  it('is nobody who speaks HTTP/1.0, as nginx does that says nothing else of itself', async () => {
    const { url } = await site();
    expect(statusOf(await raw(url, 'GET /__who HTTP/1.0\r\nHost: 127.0.0.1:3000'))).toBe(404);
    expect(statusOf(await raw(url, 'GET /__who HTTP/1.0'))).toBe(404);
  });

  it('knows the application by its own name, where the engine is in front', async () => {
    const who = engine('http://app.test:3000');
    const { url } = await site({ behind: true, who });
    expect(statusOf(await raw(url, 'GET /__who HTTP/1.1\r\nHost: App.test:3000'))).toBe(200);
    expect(statusOf(await raw(url, 'GET /__who HTTP/1.1\r\nHost: other.example'))).toBe(404);
  });

  it('is nobody in production, unless somebody says who', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { url } = await site();
    expect((await fetch(`${url}/__who`)).status).toBe(404);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('/__who'), { code: 'WHO_TRACE_HIDDEN' });
    const { url: other } = await site({ options: { allow: fromThisMachine } });
    expect((await fetch(`${other}/__who`)).status).toBe(200);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it('is said by a function, at once or later', async () => {
    const isAlice: TraceMiddlewareOptions['allow'] = (req) => req.who.identity?.userid === 'alice';
    for (const allow of [
      isAlice,
      async (...[req]: Parameters<NonNullable<typeof isAlice>>) => isAlice?.(req) ?? false,
    ]) {
      const { url } = await site({ behind: true, options: { allow } });
      expect((await fetch(`${url}/__who`)).status).toBe(404);
      const headers = { 'x-user': 'alice:secret', 'x-forwarded-for': '203.0.113.7' };
      expect((await fetch(`${url}/__who`, { headers })).status).toBe(200);
    }
  });

  it('is nobody where the function says something else than true, and an error goes to the application', async () => {
    const { url } = await site({ options: { allow: () => 'yes' as never } });
    expect((await fetch(`${url}/__who`)).status).toBe(404);
    for (const allow of [
      () => {
        throw new Error('broken');
      },
      () => Promise.reject(new Error('broken')),
    ]) {
      const failing = await site({ options: { allow } });
      const answer = await fetch(`${failing.url}/__who`);
      expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringMatching(/GET/)]);
    }
  });
});
