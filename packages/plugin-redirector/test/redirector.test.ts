import {
  type Authenticator,
  createWho,
  type Identifier,
  type Logger,
  PasswordCredentials,
  responseHead,
  sameOriginUrl,
  WhoError,
} from '@who/core';
import { type FakeExchangeOptions, fakeExchange, fakeRequest } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RedirectorOptions, redirector } from '../src/index.js';

const REASON = { reasonParam: 'reason', reasonHeader: 'X-Authorization-Failure-Reason' };

/** What a redirector answers to a request. */
function challenge(
  options: RedirectorOptions,
  request: FakeExchangeOptions = {},
  headers: [string, string][] = [],
): { status: number; location: string } | undefined {
  const reply = redirector(options).challenge(fakeExchange(request), responseHead(401, headers));
  if (!reply || !('status' in reply)) return undefined;
  return { status: reply.status, location: new Map(reply.headers ?? []).get('Location') ?? '' };
}

const locationOf = (...given: Parameters<typeof challenge>) => challenge(...given)?.location;

describe('where it sends people', () => {
  it('redirects to the login page and says where they were going', () => {
    expect(
      redirector({ loginUrl: '/login' }).challenge(fakeExchange({ url: '/a/b?c=d&e' }), responseHead(401)),
    ).toEqual({
      status: 302,
      headers: [
        ['Location', '/login?came_from=%2Fa%2Fb%3Fc%3Dd%26e'],
        ['Cache-Control', 'no-store'],
      ],
    });
  });

  it('keeps the query and the fragment of the login URL', () => {
    expect(locationOf({ loginUrl: '/login?lang=de&x=a%20b&flag#form' }, { url: '/x' })).toBe(
      '/login?lang=de&x=a%20b&flag&came_from=%2Fx#form',
    );
    expect(locationOf({ loginUrl: '/login?' }, { url: '/x' })).toBe('/login?came_from=%2Fx');
  });

  it('leaves came_from out, or calls it otherwise, when told so', () => {
    expect(locationOf({ loginUrl: '/login', cameFromParam: null }, { url: '/x' })).toBe('/login');
    expect(locationOf({ loginUrl: '/login', cameFromParam: 'next' }, { url: '/x' })).toBe('/login?next=%2Fx');
  });

  it('takes a path as one below the public URL', () => {
    const mounted = { publicUrl: 'https://example.org/app', url: '/x?y' };
    expect(locationOf({ loginUrl: '/login' }, mounted)).toBe('/app/login?came_from=%2Fapp%2Fx%3Fy');
  });

  it('gives a login page elsewhere the whole address', () => {
    expect(locationOf({ loginUrl: 'https://login.example.net/in?a=1' }, { url: '/x?y' })).toBe(
      'https://login.example.net/in?a=1&came_from=https%3A%2F%2Fapp.example.org%2Fx%3Fy',
    );
  });

  it('takes its own origin from the configuration, never from the request', () => {
    const headers = { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'http' };
    const location = locationOf({ loginUrl: 'https://login.example.net/' }, { url: '/x', headers });
    expect(location).toBe('https://login.example.net/?came_from=https%3A%2F%2Fapp.example.org%2Fx');
  });

  it('keeps HEAD a 302, and turns every other method into a GET without came_from', () => {
    expect(challenge({ loginUrl: '/login' }, { url: '/x', method: 'HEAD' })).toEqual({
      status: 302,
      location: '/login?came_from=%2Fx',
    });
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      expect(challenge({ loginUrl: '/login' }, { url: '/x', method })).toEqual({ status: 303, location: '/login' });
    }
  });
});

describe('what came_from may be', () => {
  const back = (url: string, publicUrl = 'https://app.example.org') => {
    const location = locationOf({ loginUrl: '/login' }, { url, publicUrl }) ?? '';
    return new URL(location, publicUrl).searchParams.get('came_from');
  };

  it.each([
    '//evil.example/x',
    '/\\evil.example/x',
    '/.//evil.example/x',
    '/%2e//evil.example',
    '/a/..//evil.example',
    '///evil.example',
    '/\t/evil.example',
  ])('never leads to another host: %j', (url) => {
    expect(back(url)).toBe('/');
    expect(back(url, 'https://example.org/app')).toSatisfy(
      (value: string) => new URL(value, 'https://example.org').origin === 'https://example.org',
    );
  });

  it('is the root for an address that is too long to be followed', () => {
    expect(back(`/${'a'.repeat(2047)}`)).toBe(`/${'a'.repeat(2047)}`);
    expect(back(`/${'a'.repeat(2048)}`)).toBe('/');
    expect(back(`/${'a'.repeat(2048)}`, 'https://example.org/app')).toBe('/app/');
    const far = locationOf({ loginUrl: 'https://login.example.net/' }, { url: `/${'a'.repeat(2048)}` });
    expect(far).toBe('https://login.example.net/?came_from=https%3A%2F%2Fapp.example.org%2F');
  });

  it('keeps what the visitor wrote, whatever it is', () => {
    expect(back('/s%C3%BC%C3%9F/%2F?q=a+b&c=%26&came_from=//evil.example')).toBe(
      '/s%C3%BC%C3%9F/%2F?q=a+b&c=%26&came_from=//evil.example',
    );
    expect(challenge({ loginUrl: '/login' }, { url: '*', method: 'OPTIONS' })).toEqual({
      status: 303,
      location: '/login',
    });
  });
});

describe('whatever was asked for, and whatever the reason', () => {
  const text = fc.array(fc.nat(0xffff), { maxLength: 3000 }).map((codes) => String.fromCharCode(...codes));
  const parts = fc.constantFrom('/', '\\', '.', '..', '%2e', '%2F', '\t', '@', ':', 'evil.example');
  const target = fc
    .oneof(
      text,
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.array(parts).map((path) => path.join('')),
    )
    .map((path) => `/${path}`);

  it.each([
    ['/login?a=b', 'https://app.example.org/login'],
    ['https://login.example.net/', 'https://login.example.net/'],
  ])('%s is where it leads, once with a way back to its own origin', (loginUrl, page) => {
    fc.assert(
      fc.property(target, text, (url, why) => {
        const location = locationOf({ loginUrl, ...REASON }, { url }, [[REASON.reasonHeader, why]]);
        if (location === undefined) return;
        expect(location).toMatch(/^[\x20-\x7e]+$/);
        const login = new URL(location, 'https://app.example.org');
        expect(login.origin + login.pathname).toBe(page);
        const [back, ...others] = login.searchParams.getAll('came_from');
        expect(others).toEqual([]);
        expect(sameOriginUrl(back, 'https://app.example.org')).toBeDefined();
      }),
    );
  });

  it('keeps nothing of a request', () => {
    const exchange = fakeExchange({ url: '/x?y', headers: { Cookie: 'a=1' } });
    redirector({ loginUrl: '/login', ...REASON }).challenge(exchange, responseHead(401));
    expect(exchange.scratch.size).toBe(0);
  });
});

describe('the reason', () => {
  const options = { loginUrl: '/login', cameFromParam: null, ...REASON };

  it('is passed on from the application', () => {
    const headers: [string, string][] = [['X-AUTHORIZATION-FAILURE-REASON', 'Session expired & gone']];
    expect(locationOf(options, {}, headers)).toBe('/login?reason=Session+expired+%26+gone');
    expect(locationOf({ ...options, cameFromParam: 'came_from' }, { url: '/x' }, headers)).toBe(
      '/login?came_from=%2Fx&reason=Session+expired+%26+gone',
    );
  });

  it('is left out when there is none, and when nobody asked for it', () => {
    expect(locationOf(options)).toBe('/login');
    expect(locationOf(options, {}, [[REASON.reasonHeader, ' \t ']])).toBe('/login');
    expect(locationOf({ loginUrl: '/login', cameFromParam: null }, {}, [[REASON.reasonHeader, 'x']])).toBe('/login');
  });

  it('is short and has no control characters', () => {
    expect(locationOf(options, {}, [[REASON.reasonHeader, 'a\r\nSet-Cookie: b\0\u0085c']])).toBe(
      '/login?reason=a+Set-Cookie%3A+b+c',
    );
    const location = locationOf(options, {}, [[REASON.reasonHeader, 'x'.repeat(10_000)]]);
    expect(location).toBe(`/login?reason=${'x'.repeat(200)}`);
  });
});

describe('the login page itself', () => {
  it('is not redirected to itself, and the operator is told once', () => {
    const warnings: string[] = [];
    const logger: Logger = { debug() {}, warn: (text) => warnings.push(text), error() {} };
    const plugin = redirector({ loginUrl: '/login?a=b' });
    for (const url of ['/login', '/login?came_from=/x']) {
      expect(plugin.challenge(fakeExchange({ url, logger }), responseHead(401))).toBeUndefined();
    }
    expect(warnings).toEqual([expect.stringMatching(/^\[@who\/plugin-redirector\] The login page \/login asks /)]);
  });

  it('is recognised below a public URL with a path, and by its whole URL', () => {
    const mounted = { publicUrl: 'https://example.org/app', url: '/login' };
    expect(challenge({ loginUrl: '/login' }, mounted)).toBeUndefined();
    expect(challenge({ loginUrl: 'https://example.org/app/login' }, mounted)).toBeUndefined();
    expect(challenge({ loginUrl: 'https://login.example.org/app/login' }, mounted)).toBeDefined();
    expect(challenge({ loginUrl: '/login' }, { url: '/login/help' })).toBeDefined();
  });

  it('is shown again after a form that it refused', () => {
    expect(challenge({ loginUrl: '/login' }, { url: '/login', method: 'POST' })).toEqual({
      status: 303,
      location: '/login',
    });
  });
});

describe('bad options', () => {
  it.each([
    [{ loginUrl: '' }, 'loginUrl'],
    [{ loginUrl: 'login' }, 'loginUrl'],
    [{ loginUrl: '//evil.example/login' }, 'loginUrl'],
    [{ loginUrl: '/\\evil.example' }, 'loginUrl'],
    [{ loginUrl: '/.//evil.example' }, 'loginUrl'],
    [{ loginUrl: '/\t/evil.example' }, 'loginUrl'],
    [{ loginUrl: '/log in' }, 'loginUrl'],
    [{ loginUrl: 'javascript:alert(1)' }, 'loginUrl'],
    [{ loginUrl: 'https:login' }, 'loginUrl'],
    [{ loginUrl: 'https://user:pass@example.org/' }, 'loginUrl'],
    [{ loginUrl: 'https://' }, 'loginUrl'],
    [{ loginUrl: undefined as unknown as string }, 'loginUrl'],
    [{ loginUrl: '/login?came_from=/' }, 'loginUrl'],
    [{ loginUrl: '/login?why=x', reasonParam: 'why', reasonHeader: 'X-Why' }, 'loginUrl'],
    [{ loginUrl: '/login', cameFromParam: '' }, 'cameFromParam'],
    [{ loginUrl: '/login', cameFromParam: 'a&b' }, 'cameFromParam'],
    [{ loginUrl: '/login', reasonParam: 'reason' }, 'reasonParam'],
    [{ loginUrl: '/login', reasonHeader: 'X-Reason' }, 'reasonParam'],
    [{ loginUrl: '/login', reasonParam: 'came_from', reasonHeader: 'X-Reason' }, 'reasonParam'],
    [{ loginUrl: '/login', reasonParam: 'reason', reasonHeader: 'X Reason' }, 'reasonHeader'],
  ])('refuses %j', (options, option) => {
    const make = () => redirector(options);
    expect(make).toThrow(WhoError);
    expect(make).toThrow(`[@who/plugin-redirector] Option "${option}" `);
  });
});

it('refuses options that it does not know', () => {
  expect(() => redirector({ loginURL: '/login' } as never)).toThrow(
    /"loginURL" is not known. Did you mean "loginUrl"\?/,
  );
  expect(() => redirector(undefined as never)).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
});

describe('in an engine', () => {
  const ticket: Identifier & Authenticator = {
    identify: () => new PasswordCredentials('alice', 'secret'),
    authenticate: () => ({ userid: 'alice' }),
    remember: () => undefined,
    forget: () => [['Set-Cookie', 'ticket=; Max-Age=0']],
  };
  const who = createWho({
    publicUrl: 'https://app.example.org',
    plugins: { ticket, login: redirector({ loginUrl: '/login' }) },
    identifiers: ['ticket'],
    authenticators: ['ticket'],
    challengers: ['login'],
  });

  it("keeps the application's cookies and the headers of forget, without a promise", () => {
    const api = who.api(fakeRequest({ url: '/x' }));
    api.authenticate();
    const response = responseHead(401, [
      ['Set-Cookie', 'a=1'],
      ['Content-Type', 'text/html'],
    ]);
    expect(api.conclude(response)).toHaveProperty('challenge.headers', [
      ['Location', '/login?came_from=%2Fx'],
      ['Cache-Control', 'no-store'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'ticket=; Max-Age=0'],
    ]);
  });

  it('leads back through sameOriginUrl', () => {
    const back = new URL(locationOf({ loginUrl: '/login' }, { url: '/x?y#z' }) ?? '', 'https://app.example.org');
    expect(sameOriginUrl(back.searchParams.get('came_from'), 'https://app.example.org')).toBe(
      'https://app.example.org/x?y',
    );
  });
});
