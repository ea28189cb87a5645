import { isPromise, type Reply, responseHead, sameOriginUrl } from '@who/core';
import { fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redirector } from '../src/index.js';

/** The promises of the contract in `@who/core`'s `plugin.ts`. */
describe('the contract', () => {
  /** Any 16-bit characters: control characters and lone surrogates too. */
  const text = fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 3000 })
    .map((codes) => String.fromCharCode(...codes));
  const target = fc.oneof(
    text,
    text.map((path) => `/${path}`),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc
      .array(fc.constantFrom('/', '\\', '.', '..', '%2e', '%2F', '\t', '@', ':', 'evil.example'))
      .map((parts) => parts.join('')),
  );
  const options = { loginUrl: '/login?a=b', reasonParam: 'reason', reasonHeader: 'X-Reason' };
  const near = redirector(options);
  const far = redirector({ ...options, loginUrl: 'https://login.example.net/' });

  const ask = (plugin: typeof near, url: string, reason: string) =>
    plugin.challenge(fakeExchange({ url }), responseHead(401, [['X-Reason', reason]]));

  it('answers at once and never throws, with headers that keep to their line', () => {
    fc.assert(
      fc.property(fc.constantFrom(near, far), target, text, (plugin, url, reason) => {
        const reply = ask(plugin, url, reason);
        expect(isPromise(reply)).toBe(false);
        for (const [, value] of (reply as Reply | undefined)?.headers ?? []) expect(value).toMatch(/^[\x20-\x7e]+$/);
      }),
    );
  });

  it('sends people to the login page only, and back to its own origin only', () => {
    fc.assert(
      fc.property(target, text, (url, reason) => {
        for (const [plugin, page] of [
          [near, 'https://app.example.org/login'],
          [far, 'https://login.example.net/'],
        ] as const) {
          const reply = ask(plugin, url, reason) as Reply | undefined;
          if (!reply) continue;
          const location = new URL(new Map(reply.headers).get('Location') ?? '', 'https://app.example.org');
          expect(location.origin + location.pathname).toBe(page);
          expect([...location.searchParams.keys()].filter((name) => name === 'came_from')).toHaveLength(1);
          const back = location.searchParams.get('came_from');
          expect(sameOriginUrl(back, 'https://app.example.org')).toBeDefined();
        }
      }),
    );
  });

  it('leaves the request as it is', () => {
    const exchange = fakeExchange({ url: '/x?y', headers: { Cookie: 'a=1' } });
    const before = structuredClone([exchange.request.headers, exchange.request.url]);
    near.challenge(exchange, responseHead(401));
    expect([exchange.request.headers, exchange.request.url]).toEqual(before);
    expect(exchange.scratch.size).toBe(0);
  });

  it('keeps a hundred requests apart', async () => {
    const locations = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const reply = await ask(near, `/page/${index}`, `${index}`);
        return new Map(reply?.headers ?? []).get('Location');
      }),
    );
    expect(locations).toEqual(locations.map((_, index) => `/login?a=b&came_from=%2Fpage%2F${index}&reason=${index}`));
  });
});
