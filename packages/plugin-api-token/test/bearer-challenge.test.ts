import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bearerChallenge, isScope } from '../src/bearer-challenge.js';

describe('bearerChallenge', () => {
  it('writes the examples of RFC 6750, section 3', () => {
    expect(bearerChallenge({ realm: 'example' })).toBe('Bearer realm="example"');
    expect(bearerChallenge({ realm: 'example', error: 'invalid_token', description: 'The access token expired' })).toBe(
      'Bearer realm="example", error="invalid_token", error_description="The access token expired"',
    );
  });

  it.each([['openid profile email'], ['urn:example:channel=HBO&urn:example:rating=G,PG-13']])(
    "writes the RFC's scopes: %s",
    (scope) => {
      const scopes = scope.split(' ');
      expect(scopes.every(isScope)).toBe(true);
      expect(bearerChallenge({ realm: 'example', error: 'insufficient_scope', scopes })).toBe(
        `Bearer realm="example", error="insufficient_scope", scope="${scope}"`,
      );
    },
  );

  it('quotes any printable realm so that it can be read back', () => {
    const printable = fc.array(fc.integer({ min: 0x20, max: 0x7e })).map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(printable, (realm) => {
        const quoted = /^Bearer realm="((?:[^"\\]|\\.)*)"$/.exec(bearerChallenge({ realm }))?.[1];
        expect(quoted?.replace(/\\(.)/g, '$1')).toBe(realm);
      }),
    );
  });
});

it('isScope takes the characters of RFC 6749 and no others', () => {
  const taken = Array.from({ length: 0x180 }, (_, code) => code).filter((code) => isScope(String.fromCharCode(code)));
  const { length } = taken;
  expect([taken[0], taken[length - 1], length]).toEqual([0x21, 0x7e, 0x7e - 0x21 + 1 - 2]);
  expect(['"', '\\', ' ', '', 'a b', 'a\n'].some(isScope)).toBe(false);
});
