import { type Authenticator, createWho, Identity, PasswordCredentials, responseHead, WhoError } from '@who/core';
import { fakeExchange, fakeRequest } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basicAuth } from '../src/index.js';

const plugin = basicAuth({ realm: 'Example' });
const authorization = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const withAuthorization = (value: string | string[]) => fakeExchange({ headers: { Authorization: value } });

describe('basicAuth', () => {
  it('finds a user name and a password, at once', () => {
    const found = plugin.identify(withAuthorization(authorization('alice:a:b:c')));
    expect(found).toBeInstanceOf(PasswordCredentials);
    expect(found).toMatchObject({ login: 'alice', password: 'a:b:c' });
  });

  it('finds nothing in a request without the header, or with another scheme', () => {
    expect(plugin.identify(fakeExchange())).toBeUndefined();
    expect(plugin.identify(withAuthorization('Bearer abc'))).toBeUndefined();
  });

  it('finds nothing where the header stands twice', () => {
    const values = [authorization('alice:one'), authorization('bob:two')];
    expect(plugin.identify(withAuthorization(values))).toBeUndefined();
  });

  it('finds nothing in a header that is longer than allowed', () => {
    const header = authorization('alice:secret');
    const found = (maxBytes: number) =>
      basicAuth({ realm: 'Example', maxBytes }).identify(withAuthorization(header)) !== undefined;
    expect([found(header.length), found(header.length - 1)]).toEqual([true, false]);
    expect(plugin.identify(withAuthorization(authorization(`a:${'x'.repeat(4096)}`)))).toBeUndefined();
  });

  it('asks with a 401 and its realm', () => {
    expect(plugin.challenge(fakeExchange(), responseHead(401))).toEqual({
      status: 401,
      headers: [
        ['WWW-Authenticate', 'Basic realm="Example", charset="UTF-8"'],
        ['Content-Type', 'text/plain; charset=utf-8'],
      ],
      body: 'This page needs a user name and a password.\n',
    });
  });

  it('keeps nothing of a request', () => {
    const exchange = withAuthorization(authorization('alice:secret'));
    plugin.identify(exchange);
    plugin.challenge(exchange, responseHead(401));
    expect(exchange.scratch.size).toBe(0);
  });

  it('asks anew to make a browser forget, whether it is known who it was or not', () => {
    const expected = [['WWW-Authenticate', 'Basic realm="Example", charset="UTF-8"']];
    expect(plugin.forget(fakeExchange(), new Identity({ userid: 'alice' }, 'basic', 'users'))).toEqual(expected);
    expect(plugin.forget(fakeExchange(), undefined)).toEqual(expected);
  });

  it('sends no header that breaks its line, whatever the realm', () => {
    const code = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) }, fc.nat(0xffff));
    fc.assert(
      fc.property(fc.array(code, { maxLength: 15 }), (codes) => {
        let headers: unknown;
        try {
          headers = basicAuth({ realm: String.fromCharCode(...codes) }).forget(fakeExchange(), undefined);
        } catch {
          return;
        }
        expect(headers).toEqual([['WWW-Authenticate', expect.stringMatching(/^[\x20-\x7e]+$/)]]);
      }),
    );
  });

  it('quotes its realm', () => {
    const headers = basicAuth({ realm: 'The "best", C:\\app' }).forget(fakeExchange(), undefined);
    expect(headers).toEqual([['WWW-Authenticate', 'Basic realm="The \\"best\\", C:\\\\app", charset="UTF-8"']]);
  });

  it.each(['', 'a\r\nb', 'a\0b', 'tab\there', 'déjà vu', '\x7f', undefined, 7])('refuses the realm %j', (realm) => {
    const make = () => basicAuth({ realm: realm as string });
    expect(make).toThrow(WhoError);
    expect(make).toThrow(/^\[@who\/plugin-basic-auth\] Option "realm" must /);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses maxBytes %d', (maxBytes) => {
    expect(() => basicAuth({ realm: 'x', maxBytes })).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
  });
});

describe('basicAuth with bad options', () => {
  it.each(['', 7, {}])('refuses the rememberer %j', (rememberer) => {
    const make = () => basicAuth({ realm: 'x', rememberer: rememberer as string });
    expect(make).toThrow(/Option "rememberer" must name a registered identifier/);
  });

  it('refuses what it does not know, and no options', () => {
    expect(() => basicAuth({ realm: 'x', remember: 'ticket' } as never)).toThrow(
      /"remember" is not known.*"rememberer"/,
    );
    expect(() => basicAuth(undefined as never)).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
  });
});

describe('basicAuth in an engine', () => {
  const users: Authenticator = {
    authenticate: (_, credentials) =>
      credentials instanceof PasswordCredentials && credentials.password === 'secret'
        ? { userid: credentials.login }
        : undefined,
  };
  const who = createWho({
    publicUrl: 'https://app.example.org',
    plugins: {
      basic: plugin,
      users,
    },
    identifiers: ['basic'],
    authenticators: ['users'],
    challengers: ['basic'],
  });

  it('signs in and remembers nothing, without a promise', () => {
    const api = who.api(fakeRequest({ headers: { Authorization: authorization('alice:secret') } }));
    expect(api.authenticate()).toMatchObject({ userid: 'alice', identifier: 'basic', authenticator: 'users' });
    expect(api.conclude(responseHead(200))).toEqual({ challenge: undefined, headers: [] });
  });

  it('sends one WWW-Authenticate, although forget and challenge both give it', () => {
    const api = who.api(fakeRequest({ headers: { Authorization: authorization('alice:secret') } }));
    api.authenticate();
    const conclusion = api.conclude(responseHead(401, [['Set-Cookie', 'a=1']]));
    expect(conclusion).toMatchObject({ challenge: { status: 401 } });
    expect(conclusion).toHaveProperty('challenge.headers', [
      ['WWW-Authenticate', 'Basic realm="Example", charset="UTF-8"'],
      ['Content-Type', 'text/plain; charset=utf-8'],
      ['Set-Cookie', 'a=1'],
    ]);
  });
});
