import { inspect } from 'node:util';
import {
  createWho,
  type Exchange,
  type Identification,
  Identity,
  isPromise,
  PasswordCredentials,
  type Reply,
} from '@who/core';
import { type FakeRequestOptions, fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CasPlugin, CasTicketCredentials, cas } from '../src/index.js';
import {
  APP_URL,
  anyText,
  application,
  browser,
  CAS_URL,
  plainRememberer,
  SECRET,
  serviceOf,
  success,
} from './support.js';

const headerValue = /^[\t\x20-\x7e]*$/;

function make(fetch: () => Promise<Response> = () => Promise.reject(new Error('not expected'))): CasPlugin {
  return cas({ casUrl: CAS_URL, rememberer: 'ticket', stateSecrets: [SECRET], logoutPath: '/logout', fetch });
}

function exchangeFor(plugin: CasPlugin, request: FakeRequestOptions = {}): Exchange {
  return fakeExchange({ ...request, plugins: { cas: plugin, ticket: plainRememberer() } });
}

const identity = (authenticator: string): Identity => new Identity({ userid: 'dwho' }, 'cas', authenticator);

function fixedReply(identification: Identification | undefined): Reply | undefined {
  return typeof identification?.reply === 'function' ? undefined : identification?.reply;
}

describe('as an identifier', () => {
  it('answers at once, and says nothing about paths that are not its own', () => {
    const plugin = make();
    for (const url of ['/', '/login', '/login/cas/x', '/?ticket=ST-1&state=x', '/logouts']) {
      expect(plugin.identify(exchangeFor(plugin, { url }))).toBeUndefined();
    }
  });

  it('makes headers of one line from whatever it is sent', () => {
    const plugin = make();
    fc.assert(
      fc.property(anyText, anyText, fc.string(), (cameFrom, ticket, cookie) => {
        const queries = [
          new URLSearchParams({ came_from: cameFrom }).toString(),
          new URLSearchParams({ came_from: cameFrom, ticket, state: ticket }).toString(),
          cameFrom,
        ];
        for (const query of queries) {
          const headers = { cookie: `__Host-who_cas=${cookie}` };
          const reply = fixedReply(plugin.identify(exchangeFor(plugin, { url: `/login/cas?${query}`, headers })));
          for (const [, value] of reply?.headers ?? []) expect(value).toMatch(headerValue);
          if (reply?.body) expect(String(reply.body)).not.toMatch(/<script|<img|javascript:/i);
        }
      }),
    );
  });

  it('makes a challenge of one line each from any address', () => {
    const plugin = make();
    fc.assert(
      fc.property(anyText, (url) => {
        const reply = plugin.challenge(exchangeFor(plugin, { url }), {
          status: 401,
          header: () => undefined,
          setCookies: [],
        });
        if (isPromise(reply)) return expect.unreachable('a promise');
        for (const [, value] of reply?.headers ?? []) expect(value).toMatch(headerValue);
      }),
    );
  });

  it('leaves remembering and forgetting to the rememberer', () => {
    const plugin = make();
    const exchange = exchangeFor(plugin);
    const rememberer = plainRememberer();
    const known = identity('cas');
    expect(plugin.remember(exchange, known)).toEqual(rememberer.remember(exchange, known));
    expect(plugin.forget(exchange, known)).toEqual(rememberer.forget(exchange, known));
    expect(plugin.forget(exchange, undefined)).toEqual(rememberer.forget(exchange, undefined));
  });

  it('does not remember who signed in otherwise', () => {
    const plugin = make();
    expect(plugin.remember(exchangeFor(plugin), identity('users'))).toBeUndefined();
    expect(plugin.remember(exchangeFor(plugin), new Identity({ userid: 'dwho' }))).toBeUndefined();
  });
});

describe('as an authenticator', () => {
  it('does not know other credentials, and says so at once', () => {
    const plugin = make();
    const exchange = exchangeFor(plugin);
    expect(plugin.authenticate(exchange, new PasswordCredentials('a', 'b'))).toBeUndefined();
    expect(plugin.authenticate(exchange, new CasTicketCredentials('ST-1', CAS_URL, {}))).toBeUndefined();
  });

  it('leaves the tickets of another CAS server alone', async () => {
    const plugins = {
      other: cas({ casUrl: CAS_URL, rememberer: 'ticket', fetch: () => Promise.reject(new Error('not its ticket')) }),
      cas: cas({
        casUrl: 'https://cas2.example.org',
        rememberer: 'ticket',
        callbackPath: '/login/cas2',
        stateCookieName: 'who_cas2',
        fetch: () => Promise.resolve(new Response(success('u'))),
      }),
      ticket: plainRememberer(),
    };
    const tab = browser({
      who: createWho({
        publicUrl: APP_URL,
        plugins,
        identifiers: ['other', 'cas', 'ticket'],
        authenticators: ['other', 'cas', 'ticket'],
      }),
    });
    await tab.arrive(serviceOf(await tab.visit('/login/cas2')));
    expect((await tab.visit('/')).body).toBe('u');
  });

  it('keeps tickets out of sight', () => {
    const credentials = new CasTicketCredentials('ST-secret', 'https://app.example.org/?state=secret', {});
    for (const printed of [inspect(credentials, { depth: 10 }), JSON.stringify({ credentials }), String(credentials)]) {
      expect(printed).not.toContain('secret');
    }
  });
});

describe('under load', () => {
  it('does not mix up a hundred sign-ins at once', async () => {
    const app = application({
      fetch: async (url) => {
        const user = new URL(url).searchParams.get('ticket')?.slice(3) ?? '';
        await new Promise((resolve) => setImmediate(resolve));
        return new Response(success(user, `<cas:mail>${user}@example.org</cas:mail>`));
      },
    });
    const users = Array.from({ length: 100 }, (_, i) => `user${i}`);
    const seen = await Promise.all(
      users.map(async (user) => {
        const tab = browser(app);
        const answer = await tab.arrive(await tab.depart(`/private/${user}`), `ST-${user}`);
        return [answer.location.pathname, (await tab.visit('/')).body];
      }),
    );
    expect(seen).toEqual(users.map((user) => [`/private/${user}`, user]));
  });
});
