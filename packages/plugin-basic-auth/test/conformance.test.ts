import { inspect } from 'node:util';
import { Identity, isPromise, PasswordCredentials, responseHead } from '@who/core';
import { fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basicAuth } from '../src/index.js';

/** Any 16-bit characters: control characters and lone surrogates too. */
const text = (maxLength = 30) =>
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength }).map((codes) => String.fromCharCode(...codes));

/** The promises of the contract in `@who/core`'s `plugin.ts`. */
describe('the contract', () => {
  const plugin = basicAuth({ realm: 'Example' });
  const identity = new Identity({ userid: 'alice' }, 'basic', 'users');
  const authorization = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  it('never throws and never answers by a promise, whatever is sent', () => {
    const header = fc.oneof(
      text(),
      fc.base64String().map((text) => `Basic ${text}`),
    );
    fc.assert(
      fc.property(fc.array(header, { maxLength: 3 }), (values) => {
        const found = plugin.identify(fakeExchange({ headers: { Authorization: values } }));
        if (found !== undefined) expect(found).toBeInstanceOf(PasswordCredentials);
      }),
    );
  });

  it('answers everything at once', () => {
    const exchange = fakeExchange();
    const answers = [
      plugin.identify(exchange),
      plugin.remember(exchange, identity),
      plugin.forget(exchange, identity),
      plugin.challenge(exchange, responseHead(401)),
    ];
    expect(answers.some((answer) => isPromise<unknown>(answer))).toBe(false);
  });

  it('shows the password to nobody who does not ask for it by name', () => {
    const found = plugin.identify(fakeExchange({ headers: { Authorization: authorization('alice:s3cr3t') } }));
    expect(`${inspect(found)} ${JSON.stringify(found)} ${found}`).not.toContain('s3cr3t');
  });

  it('leaves the request as it is', () => {
    const exchange = fakeExchange({ headers: { Authorization: authorization('alice:secret') } });
    const before = structuredClone([exchange.request.headers, exchange.request.rawHeaders, exchange.request.url]);
    plugin.identify(exchange);
    plugin.challenge(exchange, responseHead(401));
    expect([exchange.request.headers, exchange.request.rawHeaders, exchange.request.url]).toEqual(before);
    expect(exchange.scratch.size).toBe(0);
  });

  it('sends no header that breaks its line, whatever the realm', () => {
    fc.assert(
      fc.property(text(), (realm) => {
        let headers: unknown;
        try {
          headers = basicAuth({ realm }).forget(fakeExchange(), undefined);
        } catch {
          return;
        }
        expect(headers).toEqual([['WWW-Authenticate', expect.stringMatching(/^[\x20-\x7e]+$/)]]);
      }),
    );
  });

  it('forgets with and without an identity', () => {
    const expected = [['WWW-Authenticate', 'Basic realm="Example", charset="UTF-8"']];
    expect(plugin.remember(fakeExchange(), identity)).toBeUndefined();
    expect(plugin.forget(fakeExchange(), identity)).toEqual(expected);
    expect(plugin.forget(fakeExchange(), undefined)).toEqual(expected);
  });

  it('keeps a hundred requests apart', async () => {
    const users = Array.from({ length: 100 }, (_, index) => `user${index}`);
    const found = await Promise.all(
      users.map(async (user) =>
        plugin.identify(fakeExchange({ headers: { Authorization: authorization(`${user}:of ${user}`) } })),
      ),
    );
    expect(found).toMatchObject(users.map((login) => ({ login, password: `of ${login}` })));
  });
});
