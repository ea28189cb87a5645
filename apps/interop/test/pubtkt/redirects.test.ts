import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { whoMiddleware } from '@who/connect';
import { type Authenticator, createWho, PasswordCredentials, responseHead } from '@who/core';
import { type AuthPubtktOptions, authPubtkt, type Pubtkt } from '@who/plugin-auth-pubtkt';
import { fakeExchange } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PEM } from '../../../../packages/plugin-auth-pubtkt/test/support.js';
import type { ServerProcess } from '../server-process.js';
import { apacheIsThere, needsApache, startModAuthPubtkt } from './mod-auth-pubtkt.js';
import { cookieOf, nowSeconds, ticketOf } from './tickets.js';

const LOGIN = 'http://login.example.test';
const options: AuthPubtktOptions = {
  publicKeys: PEM.rsaPublic,
  tokens: ['staff'],
  requireMultifactor: true,
  loginUrl: `${LOGIN}/login?x=y`,
  timeoutUrl: `${LOGIN}/timeout`,
  postTimeoutUrl: `${LOGIN}/post`,
  unauthUrl: `${LOGIN}/unauth`,
  badIpUrl: `${LOGIN}/ip`,
  multifactorUrl: `${LOGIN}/factor`,
  refreshUrl: `${LOGIN}/refresh`,
};
const directives = [
  'TKTAuthPublicKey rsa.pub',
  'TKTAuthDigest SHA256',
  'TKTAuthToken staff',
  'TKTAuthRequireMultifactor on',
  `TKTAuthLoginURL ${options.loginUrl}`,
  `TKTAuthTimeoutURL ${options.timeoutUrl}`,
  `TKTAuthPostTimeoutURL ${options.postTimeoutUrl}`,
  `TKTAuthUnauthURL ${options.unauthUrl}`,
  `TKTAuthBadIPURL ${options.badIpUrl}`,
  `TKTAuthMultifactorURL ${options.multifactorUrl}`,
  `TKTAuthRefreshURL ${options.refreshUrl}`,
];
const good = { tokens: ['staff'], multifactor: true };

describe.skipIf(!apacheIsThere)(`mod_auth_pubtkt${needsApache}`, () => {
  let apache: ServerProcess;
  beforeAll(async () => {
    apache = await startModAuthPubtkt({ 'rsa.pub': PEM.rsaPublic }, { page: directives });
  });
  afterAll(() => apache?.stop());

  const ask = (target: string, cookie = '', method = 'GET'): Promise<Response> =>
    fetch(apache.url + target, { headers: { cookie }, redirect: 'manual', method });

  async function ours(url: string, cookie = '', method = 'GET'): Promise<string | undefined> {
    const exchange = fakeExchange({ publicUrl: apache.url, url, method, headers: { cookie } });
    const reply = await authPubtkt(options).challenge(exchange, responseHead(401));
    return reply?.headers?.find(([name]) => name === 'Location')?.[1];
  }

  it.each<[string, Partial<Pubtkt> | undefined, 'GET' | 'POST']>([
    ['has no ticket', undefined, 'GET'],
    ['comes too late', { ...good, validUntilSeconds: nowSeconds - 10 }, 'GET'],
    ['comes too late with a form', { ...good, validUntilSeconds: nowSeconds - 10 }, 'POST'],
    ['comes from elsewhere, and too late', { ...good, clientIp: '192.0.2.1', validUntilSeconds: 1 }, 'GET'],
    ['has but one factor, and no token', {}, 'GET'],
    ['has no token', { multifactor: true }, 'GET'],
  ])('sends who %s where this side does', async (_who, ticket, method) => {
    const target = '/page?a=b%20c&d=%C3%A9&e=%26';
    const cookie = ticket && cookieOf(ticketOf('bob', ticket));
    const theirs = partsOf((await ask(target, cookie, method)).headers.get('location'));
    const { back, ...same } = partsOf(await ours(target, cookie, method));
    expect(theirs).toEqual({ ...same, back: apache.url + target });
    expect(back, 'what was posted is lost').toBe(apache.url + (method === 'POST' ? '/' : target));
  });

  it('sends for a fresh ticket by GET alone', async () => {
    const cookie = cookieOf(ticketOf('bob', { ...good, graceAfterSeconds: nowSeconds - 1 }));
    const sent = (await ask('/page', cookie)).headers.get('location');
    expect(partsOf(sent)).toEqual({ page: options.refreshUrl, back: `${apache.url}/page` });
    expect((await ask('/page', cookie, 'HEAD')).status).toBe(200);
    expect((await ask('/page', cookie, 'POST')).status).not.toBe(307);
  });

  it.each([
    ['/page/a%3Fb', '/page/a?b'],
    ['/page/a%2520b', '/page/a%20b'],
    ['/page//a', '/page/a'],
  ])('has %s come back to %s, where this side keeps the address', async (target, back) => {
    expect(partsOf((await ask(target)).headers.get('location'))['back']).toBe(apache.url + back);
    expect(partsOf(await ours(target))['back']).toBe(apache.url + target);
  });
});

describe.skipIf(!apacheIsThere)(`a login server in Node before mod_auth_pubtkt${needsApache}`, () => {
  const ticket = authPubtkt({ signing: { privateKey: PEM.rsa, timeoutSeconds: 600, graceSeconds: 300 } });
  const users: Authenticator = {
    authenticate: (_exchange, credentials) =>
      credentials instanceof PasswordCredentials ? { userid: credentials.login } : undefined,
  };
  const server = createServer();
  let apache: ServerProcess;
  let login: string;
  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    login = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const who = createWho({
      publicUrl: login,
      plugins: { ticket, users },
      identifiers: ['ticket'],
      authenticators: ['ticket', 'users'],
    });
    const middleware = whoMiddleware(who);
    server.on('request', (req, res) =>
      middleware(req, res, async () => {
        const { headers } = req.url?.startsWith('/login')
          ? await req.who.login({ login: 'bob', password: 'x' })
          : { headers: [] };
        for (const [name, value] of headers) res.appendHeader(name, value);
        res.writeHead(302, { Location: new URL(req.url ?? '', login).searchParams.get('back') ?? '/' }).end();
      }),
    );
    const usual = ['TKTAuthPublicKey rsa.pub', 'TKTAuthDigest SHA256'];
    const places = [`TKTAuthLoginURL ${login}/login`, `TKTAuthRefreshURL ${login}/refresh`];
    apache = await startModAuthPubtkt({ 'rsa.pub': PEM.rsaPublic }, { page: [...usual, ...places] });
  });
  afterAll(async () => {
    server.close();
    await apache?.stop();
  });

  /** Follows redirects with the cookies that come. */
  async function walk(cookie: string): Promise<{ steps: readonly string[]; cookie: string; user: string | null }> {
    const steps: string[] = [];
    let kept = cookie;
    let url = `${apache.url}/page?a=b`;
    for (;;) {
      const response = await fetch(url, { headers: { cookie: kept }, redirect: 'manual' });
      kept = response.headers.getSetCookie().at(-1)?.split(';', 1)[0] ?? kept;
      const next = response.headers.get('location');
      if (next === null || steps.length > 5) return { steps, cookie: kept, user: response.headers.get('x-user') };
      url = next;
      steps.push(url.replace(login, '').replace(/\?.*/, ''));
    }
  }

  it('signs people in there, and renews their tickets', async () => {
    const back = `${apache.url}/page`;
    const first = await walk('');
    expect(first).toMatchObject({ user: '<bob>', steps: ['/login', back] });
    expect(await walk(first.cookie)).toEqual({ user: '<bob>', steps: [], cookie: first.cookie });
    const old = cookieOf(ticketOf('bob', { graceAfterSeconds: nowSeconds - 1 }));
    const renewed = await walk(old);
    expect(renewed).toMatchObject({ user: '<bob>', steps: ['/refresh', back] });
    expect(renewed.cookie).not.toBe(old);
  });
});

/** A page, and its parameters. */
function partsOf(location: string | null | undefined): Readonly<Record<string, string>> {
  const url = new URL(location ?? '');
  const parameters = Object.fromEntries(url.searchParams);
  url.search = '';
  return { page: url.href, ...parameters };
}
