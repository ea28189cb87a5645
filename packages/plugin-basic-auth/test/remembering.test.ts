import {
  type Authenticator,
  createWho,
  type HeaderList,
  PasswordCredentials,
  type Plugins,
  responseHead,
  type WhoApi,
} from '@who/core';
import { fakeRequest, plainRememberer } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { basicAuth } from '../src/index.js';

const ASK = ['WWW-Authenticate', 'Basic realm="Example", charset="UTF-8"'];
const FORGET = ['Set-Cookie', 'plain=; Path=/; Max-Age=0'];
const remembered = (userid: string) => `plain=user=${userid}&data=`;
const setCookie = (userid: string) => ['Set-Cookie', `${remembered(userid)}; Path=/`];

/** Passwords that it was asked about. */
function users(): Authenticator & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    authenticate(_exchange, credentials) {
      if (!(credentials instanceof PasswordCredentials)) return undefined;
      asked.push(credentials.login);
      return credentials.password === 'secret' ? { userid: credentials.login } : undefined;
    },
  };
}

type Order = readonly ('ticket' | 'basic' | 'users')[];

/** A request to an application whose passwords are remembered by a ticket. */
function request(
  who: { password?: string; ticket?: string },
  { plugins = {}, order = ['ticket', 'basic', 'users'] }: { plugins?: Plugins; order?: Order } = {},
): WhoApi {
  const engine = createWho({
    publicUrl: 'https://app.example.org',
    plugins: {
      basic: basicAuth({ realm: 'Example', rememberer: 'ticket' }),
      ticket: plainRememberer(),
      users: users(),
      ...plugins,
    } as Plugins,
    identifiers: order.filter((name) => name !== 'users') as never,
    authenticators: order.filter((name) => name !== 'basic') as never,
    challengers: ['basic'] as never,
  });
  const headers = {
    ...(who.password && { Authorization: `Basic ${btoa(who.password)}` }),
    ...(who.ticket && { Cookie: remembered(who.ticket) }),
  };
  return engine.api(fakeRequest({ headers }));
}

const PRIVATE: HeaderList = [['Cache-Control', 'private']];

describe('a rememberer', () => {
  it('remembers who came with a password, at once', () => {
    const api = request({ password: 'alice:secret' });
    expect(api.authenticate()).toMatchObject({ userid: 'alice', identifier: 'basic' });
    expect(api.conclude(responseHead(200, PRIVATE))).toEqual({ challenge: undefined, headers: [setCookie('alice')] });
  });

  it('signs in without a password afterwards, and is not asked to remember it again', () => {
    for (const password of [undefined, 'alice:secret', 'alice:wrong']) {
      const api = request({ ticket: 'alice', ...(password && { password }) });
      expect(api.authenticate()).toMatchObject({ userid: 'alice', identifier: 'ticket' });
      expect(api.conclude(responseHead(200, PRIVATE))).toEqual({ challenge: undefined, headers: [] });
    }
  });

  it('leaves it to the order who it is, where ticket and password differ', () => {
    const both = { ticket: 'alice', password: 'bob:secret' };
    const first = request(both);
    expect(first.authenticate()).toMatchObject({ userid: 'alice' });
    expect(first.conclude(responseHead(200, PRIVATE))).toMatchObject({ headers: [] });

    const second = request(both, { order: ['basic', 'users', 'ticket'] });
    expect(second.authenticate()).toMatchObject({ userid: 'bob' });
    expect(second.conclude(responseHead(200, PRIVATE))).toMatchObject({ headers: [setCookie('bob')] });
  });

  it('remembers nobody whose password is wrong', () => {
    const api = request({ password: 'alice:wrong' });
    expect(api.authenticate()).toBe(undefined);
    expect(api.conclude(responseHead(200, PRIVATE))).toEqual({ challenge: undefined, headers: [] });
  });

  it('forgets as well, at a challenge and at a logout', async () => {
    const challenged = request({ password: 'alice:secret' });
    challenged.authenticate();
    const { challenge } = await challenged.conclude(responseHead(401));
    expect(challenge?.headers?.filter(([name]) => name !== 'Content-Type')).toEqual([ASK, FORGET]);

    expect(await request({ ticket: 'alice' }).logout('basic')).toEqual([FORGET, ASK]);
    expect(await request({ ticket: 'alice' }).logout()).toEqual([FORGET, ASK]);
  });

  it('remembers a login of the application once, whichever identifier it is as though from', async () => {
    const login = { login: 'alice', password: 'secret' };
    for (const order of [
      ['ticket', 'basic', 'users'],
      ['basic', 'ticket', 'users'],
    ] as const) {
      const { headers } = await request({}, { order }).login(login);
      expect(headers).toEqual([setCookie('alice')]);
    }
    const { headers } = await request({}).login(login, 'basic');
    expect(headers).toEqual([setCookie('alice')]);
  });

  it('remembers nobody who came another way', async () => {
    const basic = basicAuth({ realm: 'Example', rememberer: 'ticket' });
    const api = request({ ticket: 'alice' }, { plugins: { basic } });
    const identity = await api.authenticate();
    expect(identity && basic.remember(api.exchange, identity)).toBe(undefined);
  });

  it('may take its time', async () => {
    const plain = plainRememberer();
    const ticket = {
      ...plain,
      remember: async (...args: Parameters<typeof plain.remember>) => plain.remember(...args),
      forget: async (...args: Parameters<typeof plain.forget>) => plain.forget(...args),
    };
    const api = request({ password: 'alice:secret' }, { plugins: { ticket } });
    api.authenticate();
    expect(await api.conclude(responseHead(200, PRIVATE))).toMatchObject({ headers: [setCookie('alice')] });
    expect(await api.logout('basic')).toEqual([FORGET, ASK]);
  });

  it('has to be registered, and an identifier', () => {
    const plugins = { basic: basicAuth({ realm: 'Example', rememberer: 'tikcet' }) };
    expect(() => request({}, { plugins })).toThrow(/"tikcet" \(which "basic" needs\) is not registered/);
    expect(() => request({}, { plugins: { ticket: users() } })).toThrow(/"ticket" .* cannot be the identifier/);
  });
});
