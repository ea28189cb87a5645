import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiTokenCredentials, apiToken } from '../src/index.js';
import { presentedIn } from '../src/presented.js';
import { options, withHeaders } from './support.js';

const plugin = apiToken({ ...options, header: 'X-API-Key' });

/** The token that is found, and what is noted about the request. */
function look(headers: Record<string, string | readonly string[]>, with_ = plugin): unknown[] {
  const exchange = withHeaders(headers);
  const found = with_.identify(exchange);
  return [found instanceof ApiTokenCredentials ? found.token : found, presentedIn(exchange)];
}

describe('apiToken as an identifier', () => {
  it('finds a token in either place', () => {
    expect(look({ Authorization: 'Bearer mF_9.B5f-4.1JqM' })).toEqual(['mF_9.B5f-4.1JqM', 'found']);
    expect(look({ 'x-api-key': 'mF_9.B5f-4.1JqM' })).toEqual(['mF_9.B5f-4.1JqM', 'found']);
  });

  it('looks at no header of its own unless it is told to', () => {
    expect(look({ 'X-API-Key': 'abc' }, apiToken(options))).toEqual([undefined, undefined]);
  });

  it.each([
    ['nothing', {}],
    ['another scheme', { Authorization: 'Basic YTpi' }],
    ['another scheme, twice', { Authorization: ['Basic YTpi', 'Digest a=b'] }],
    ['no scheme', { Authorization: '' }],
  ])('sees that no token was presented: %s', (_, headers) => {
    expect(look(headers)).toEqual([undefined, undefined]);
  });

  it('sees a key beside another scheme', () => {
    expect(look({ Authorization: 'Basic YTpi', 'X-API-Key': 'abc' })).toEqual(['abc', 'found']);
  });

  it.each([
    ['no token', { Authorization: 'Bearer' }],
    ['what is no token', { Authorization: 'Bearer a b' }],
    ['an empty key', { 'X-API-Key': '' }],
    ['a key with a scheme', { 'X-API-Key': 'Bearer abc' }],
    ['twice', { Authorization: ['Bearer abc', 'Bearer abc'] }],
    ['a second time, behind another scheme', { Authorization: ['Basic YTpi', 'Bearer abc'] }],
    ['twice in one line', { Authorization: 'Bearer abc, Bearer abc' }],
    ['a key twice', { 'X-API-Key': ['abc', 'abc'] }],
    ['a key twice in one line', { 'X-API-Key': 'abc, abc' }],
    ['in both places', { Authorization: 'Bearer abc', 'X-API-Key': 'abc' }],
    ['in both places, one of them empty', { Authorization: 'Bearer abc', 'X-API-Key': '' }],
  ])('notes a malformed request: %s', (_, headers) => {
    expect(look(headers)).toEqual([undefined, 'malformed']);
  });

  it('looks at tokens up to a length', () => {
    const found = (length: number, maxBytes?: number) =>
      look({ Authorization: `Bearer ${'a'.repeat(length)}` }, apiToken({ ...options, maxBytes }))[1];
    expect([found(1024), found(1025)]).toEqual(['found', 'malformed']);
    expect([found(3, 3), found(4, 3)]).toEqual(['found', 'malformed']);
  });

  it('never looks into the query or a form', () => {
    const exchange = withHeaders(
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      { method: 'POST', url: '/?access_token=abc', body: 'access_token=abc' },
    );
    expect([plugin.identify(exchange), presentedIn(exchange)]).toEqual([undefined, undefined]);
  });

  it('finds one token and no more, whatever the headers hold', () => {
    const value = fc.oneof(
      fc.constantFrom('Bearer abc', 'Bearer', 'Basic YTpi', 'abc', ''),
      fc.array(fc.nat(0xff)).map((codes) => String.fromCharCode(...codes)),
    );
    const values = fc.array(value, { maxLength: 3 });
    fc.assert(
      fc.property(values, values, (authorizations, keys) => {
        const [token, presented] = look({
          ...(authorizations.length > 0 && { Authorization: authorizations }),
          ...(keys.length > 0 && { 'X-API-Key': keys }),
        });
        expect(token === undefined).toBe(presented !== 'found');
        if (token === undefined) return;
        const places = [...authorizations, ...keys].filter((text) => text.endsWith(String(token)));
        expect(places.length).toBeGreaterThan(0);
        expect(keys.length > 1 || (keys.length === 1 && authorizations.some((text) => /^bearer\b/i.test(text)))).toBe(
          false,
        );
      }),
    );
  });
});
