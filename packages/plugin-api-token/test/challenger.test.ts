import { type HeaderList, responseHead } from '@who/core';
import { fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiToken, apiTokenChallengeDecider } from '../src/index.js';
import { notePresented, type Presented } from '../src/presented.js';
import { options } from './support.js';

const plugin = apiToken(options);

/** The status, header and body of a challenge. */
function challenge(presented: Presented | undefined, status: number, headers: HeaderList = []): unknown[] {
  const exchange = fakeExchange();
  if (presented) notePresented(exchange, presented);
  const reply = plugin.challenge(exchange, responseHead(status, headers));
  if (!reply || !('status' in reply)) throw new Error('There is no challenge.');
  return [reply.status, new Map(reply.headers).get('WWW-Authenticate'), reply.body];
}

describe('apiToken as a challenger', () => {
  it.each<[Presented | undefined, number, number, string]>([
    [undefined, 401, 401, 'Bearer realm="Example"'],
    [undefined, 403, 401, 'Bearer realm="Example"'],
    ['accepted', 401, 401, 'Bearer realm="Example"'],
    [
      'malformed',
      401,
      400,
      'Bearer realm="Example", error="invalid_request", error_description="The token is malformed, too long, or sent more than once."',
    ],
    [
      'found',
      401,
      401,
      'Bearer realm="Example", error="invalid_token", error_description="The token is unknown, expired or revoked."',
    ],
    [
      'accepted',
      403,
      403,
      'Bearer realm="Example", error="insufficient_scope", error_description="The token does not allow this."',
    ],
  ])('answers when a token was %s and the application says %i: %i', (presented, status, expected, header) => {
    expect(challenge(presented, status).slice(0, 2)).toEqual([expected, header]);
  });

  const scopeOf = (...values: string[]) => {
    const headers = values.map((value) => ['X-Required-Scope', value] as const);
    return /, scope="(.*)"$/.exec(String(challenge('accepted', 403, headers)[1]))?.[1];
  };

  it('names the scopes that the application asks for', () => {
    expect(scopeOf('write')).toBe('write');
    expect(scopeOf('read  write ')).toBe('read write');
    expect(scopeOf('read', 'write admin')).toBe('read write admin');
    expect(scopeOf('rating=G,PG-13')).toBe('rating=G,PG-13');
  });

  it.each(['', ' ', 'a"b', 'a\\b', 'read ä', 'a\tb', 'a\r\nX: 1', '", error="'])('names none for %j', (value) => {
    expect(scopeOf(value)).toBeUndefined();
  });

  it('sends a header of known form, whatever scopes the application asks for', () => {
    const anyText = fc.array(fc.nat(0x17f)).map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(anyText, (text) => {
        expect(challenge('accepted', 403, [['X-Required-Scope', text]])[1]).toMatch(
          /^Bearer realm="Example", error="insufficient_scope", error_description="[\w .]+"(?:, scope="[\x21\x23-\x5b\x5d-\x7e ]+")?$/,
        );
      }),
    );
  });
});

describe('what several of these plugins note about one request', () => {
  it.each<[Presented[], number]>([
    [['malformed', 'found'], 400],
    [['found', 'malformed'], 400],
    [['found', 'accepted', 'found'], 403],
  ])('%j', (notes, status) => {
    const exchange = fakeExchange();
    for (const presented of notes) notePresented(exchange, presented);
    expect(plugin.challenge(exchange, responseHead(403))).toMatchObject({ status });
  });
});

it('leaves a 403 alone that is a challenge already', () => {
  const exchange = fakeExchange();
  notePresented(exchange, 'accepted');
  expect(apiTokenChallengeDecider(exchange, responseHead(403))).toBe(true);
  expect(apiTokenChallengeDecider(exchange, responseHead(403, [['WWW-Authenticate', 'DPoP']]))).toBe(false);
});
