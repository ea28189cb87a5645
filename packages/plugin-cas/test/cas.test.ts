import { inspect } from 'node:util';
import { createWho, type Exchange, Identity, isPromise, responseHead } from '@who/core';
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

function make(): CasPlugin {
  const fetch = () => Promise.reject(new Error('not expected'));
  return cas({ casUrl: CAS_URL, rememberer: 'ticket', stateSecrets: [SECRET], logoutPath: '/logout', fetch });
}

function exchangeFor(plugin: CasPlugin, request: FakeRequestOptions = {}): Exchange {
  return fakeExchange({ ...request, plugins: { cas: plugin, ticket: plainRememberer() } });
}

const identity = (authenticator: string): Identity => new Identity({ userid: 'dwho' }, 'cas', authenticator);

describe('finding credentials', () => {
  it('says nothing about paths that are not its own, at once', () => {
    const plugin = make();
    for (const url of ['/', '/login', '/login/cas/x', '/?ticket=ST-1&who_state=x', '/logouts']) {
      expect(plugin.identify(exchangeFor(plugin, { url }))).toBeUndefined();
    }
  });

  it('makes headers of one line, and pages without scripts, from whatever it is sent', () => {
    const plugin = make();
    const markup = fc.constantFrom('<script>a()</script>', '"><img src=x>', 'javascript:a()');
    const text = fc.oneof(anyText, markup);
    fc.assert(
      fc.property(text, text, fc.string(), (cameFrom, ticket, cookie) => {
        const queries = [
          new URLSearchParams({ came_from: cameFrom }).toString(),
          new URLSearchParams({ came_from: cameFrom, ticket, who_state: ticket }).toString(),
          cameFrom,
        ];
        for (const query of queries) {
          const headers = {
            cookie: `__Host-who_cas.${ticket}=${cookie}; __Host-who_cas.S${'x'.repeat(22)}1=${cookie}`,
          };
          const found = plugin.identify(exchangeFor(plugin, { url: `/login/cas?${query}`, headers }));
          if (isPromise(found)) return expect.unreachable('a promise');
          const reply = found?.reply;
          if (!reply || typeof reply === 'function') continue;
          for (const [, value] of reply.headers ?? []) expect(value).toMatch(/^[\t\x20-\x7e]*$/);
          expect(String(reply.body ?? '')).not.toMatch(/<script|<img|javascript:/i);
        }
      }),
    );
  });

  it('makes a challenge of one line each from any address', () => {
    const plugin = make();
    fc.assert(
      fc.property(anyText, (url) => {
        const reply = plugin.challenge(exchangeFor(plugin, { url: `/${url}` }), responseHead(401));
        if (isPromise(reply)) return expect.unreachable('a promise');
        for (const [, value] of reply?.headers ?? []) expect(value).toMatch(/^[\t\x20-\x7e]*$/);
      }),
    );
  });
});

describe('remembering', () => {
  it('is left to the rememberer, and so is forgetting', () => {
    const plugin = make();
    const exchange = exchangeFor(plugin);
    const rememberer = plainRememberer();
    const known = identity('cas');
    expect(plugin.remember(exchange, known)).toEqual(rememberer.remember(exchange, known));
    expect(plugin.forget(exchange, known)).toEqual(rememberer.forget(exchange, known));
    expect(plugin.forget(exchange, undefined)).toEqual(rememberer.forget(exchange, undefined));
  });

  it('is not for those who signed in otherwise', () => {
    const plugin = make();
    expect(plugin.remember(exchangeFor(plugin), identity('users'))).toBeUndefined();
    expect(plugin.remember(exchangeFor(plugin), new Identity({ userid: 'dwho' }))).toBeUndefined();
  });
});

describe('tickets', () => {
  it('of another CAS server are left alone, at once', () => {
    const plugin = make();
    const credentials = new CasTicketCredentials({ ticket: 'ST-1', service: CAS_URL, owner: {} });
    expect(plugin.authenticate(exchangeFor(plugin), credentials)).toBeUndefined();
  });

  it('of another CAS server are left to the plugin that asked for them', async () => {
    const plugins = {
      other: cas({ casUrl: CAS_URL, rememberer: 'ticket', fetch: () => Promise.reject(new Error('not its ticket')) }),
      cas: cas({
        casUrl: 'https://cas2.example.org',
        rememberer: 'ticket',
        callbackPath: '/login/cas2',
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

  it('are out of sight, and so are the services that they are for', () => {
    const credentials = new CasTicketCredentials({
      ticket: 'ST-secret',
      service: 'https://app.example.org/?who_state=secret',
      owner: {},
    });
    for (const printed of [inspect(credentials, { depth: 10 }), JSON.stringify({ credentials }), String(credentials)]) {
      expect(printed).not.toContain('secret');
    }
  });

  it('of a hundred sign-ins at once are not mixed up', async () => {
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
