import { WhoError } from '@who/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonResponse } from '../src/protocol/json-response.js';
import { fixture, trimmedText } from './support.js';

const bad = expect.objectContaining({ code: 'CAS_BAD_RESPONSE', status: 503 });

const answer = (outcome: unknown): string => JSON.stringify({ serviceResponse: outcome });
const success = (rest: object = {}): string => answer({ authenticationSuccess: { user: 'dwho', ...rest } });

const attributesOf = (attributes: unknown): unknown => {
  const outcome = parseJsonResponse(success({ attributes }));
  return outcome.success ? outcome.attributes : undefined;
};

/** As the protocol's own example has it (CAS protocol 3.0.3, section 2.5.1). */
const EXAMPLE = `{
  "serviceResponse" : {
    "authenticationSuccess" : {
      "user" : "username",
      "proxyGrantingTicket" : "PGTIOU-84678-8a9d",
      "proxies" : [ "https://proxy1/pgtUrl", "https://proxy2/pgtUrl" ],
      "attributes" : { "firstName" : "John", "affiliation" : [ "staff", "faculty" ] }
    }
  }
}`;

describe('a JSON answer', () => {
  it('is read', () => {
    expect(parseJsonResponse(EXAMPLE)).toEqual({
      success: true,
      user: 'username',
      attributes: { firstName: ['John'], affiliation: ['staff', 'faculty'] },
      proxies: ['https://proxy1/pgtUrl', 'https://proxy2/pgtUrl'],
      pgtIou: 'PGTIOU-84678-8a9d',
    });
  });

  it('may be a failure', () => {
    const failure = answer({ authenticationFailure: { code: 'INVALID_TICKET', description: 'Ticket ST-1 unknown' } });
    expect(parseJsonResponse(failure)).toEqual({ success: false, code: 'INVALID_TICKET' });
    expect(parseJsonResponse(answer({ authenticationFailure: {} }))).toEqual({ success: false, code: 'UNKNOWN' });
    expect(parseJsonResponse(answer({ authenticationFailure: { code: '<script>' } }))).toMatchObject({
      code: 'UNKNOWN',
    });
  });

  it('may name the other outcome, as nothing', () => {
    const nothing = answer({ authenticationSuccess: { user: 'u' }, authenticationFailure: null });
    expect(parseJsonResponse(nothing)).toMatchObject({ user: 'u' });
  });

  it('always gives lists of texts', () => {
    expect(
      attributesOf({ a: 'x', b: [' y ', 'z'], c: 1, d: [true, 2.5], e: [], f: null, g: { h: 1 }, i: [[1]] }),
    ).toEqual({ a: ['x'], b: ['y', 'z'], c: ['1'], d: ['true', '2.5'] });
    expect(
      parseJsonResponse(success({ attributes: { a: null, g: { h: 1 }, i: [[1]], j: [{ k: 'l' }, 'm'] } })),
    ).toEqual(expect.objectContaining({ attributes: { j: ['m'] }, leftOut: ['g', 'i', 'j'] }));
    expect(attributesOf(null)).toEqual({});
    expect(attributesOf(['a'])).toEqual({});
  });

  it('is taken whole where that is wanted', () => {
    const attributes = {
      a: ['x'],
      userAttributes: { mail: 'm', groups: [{ group: ['A', 'B'] }, { group: 'A' }], a: 'x' },
    };
    const flattened = parseJsonResponse(success({ attributes }), { flattenAttributes: true });
    expect(flattened).toMatchObject({
      attributes: { a: ['x'], mail: ['m'], group: ['A', 'B', 'A'] },
      leftOut: undefined,
    });
  });

  it.each([
    ['9007199254740993'],
    ['12345678901234567890'],
    ['-12345678901234567890'],
    ['1000000000000000000000000'],
    ['0.12345678901234567890'],
    ['1e999'],
    ['7'],
    ['-0.5'],
    ['1.50', '1.5'],
    ['1614778963.714000', '1614778963.714000'],
    ['1E3', '1000'],
  ])('keeps the digits of %s', (number, text = number) => {
    const answered = `{"serviceResponse":{"authenticationSuccess":{"user":"u","attributes":{"n":${number},"m":[${number} , "x"]}}}}`;
    expect(parseJsonResponse(answered)).toMatchObject({ attributes: { n: [text], m: [text, 'x'] } });
    expect(() => parseJsonResponse(success().replace('"dwho"', number))).toThrow(bad);
  });

  it('reads 2000 groups, and a text of the largest answer', () => {
    const memberOf = Array.from({ length: 2000 }, (_, i) => `CN=${String(i).padStart(97, 'x')}`);
    expect(attributesOf({ memberOf })).toEqual({ memberOf });
    const photo = 'a\n'.repeat(300_000);
    expect(attributesOf({ photo })).toEqual({ photo: [photo.trimEnd()] });
  });

  it('keeps white space around a user that is not that of XML', () => {
    expect(parseJsonResponse(success({ user: '\u00a0u\u3000' }))).toMatchObject({ user: '\u00a0u\u3000' });
  });

  it('takes names that objects have by nature', () => {
    const text = `{"serviceResponse":{"authenticationSuccess":{"user":"u","attributes":{"__proto__":"a","constructor":"b"}}}}`;
    const outcome = parseJsonResponse(text);
    expect(Object.entries(outcome.success ? outcome.attributes : {})).toEqual([
      ['__proto__', ['a']],
      ['constructor', ['b']],
    ]);
    expect(() => parseJsonResponse('{"__proto__":{"serviceResponse":{"authenticationSuccess":{"user":"u"}}}}')).toThrow(
      bad,
    );
  });

  it.each([
    ['nothing', ''],
    ['text', 'yes\nuser\n'],
    ['a number', '1'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no serviceResponse', '{}'],
    ['no outcome', answer({})],
    ['both outcomes', answer({ authenticationSuccess: { user: 'u' }, authenticationFailure: { code: 'X' } })],
    ['an outcome inside another', success({ authenticationFailure: { code: 'INVALID_TICKET' } })],
    ['an outcome further down', answer({ data: { authenticationSuccess: { user: 'u' } } })],
    ['an outcome that is a list', answer({ authenticationSuccess: [{ user: 'u' }] })],
    ['an outcome that is text', answer({ authenticationSuccess: 'u' })],
    ['no user', answer({ authenticationSuccess: {} })],
    ['an empty user', success({ user: '  ' })],
    ['two users', success({ user: ['u', 'admin'] })],
    ['a user that is a number', success({ user: 1 })],
    ['a user with a line feed', success({ user: 'u\nadmin' })],
    [
      'the same outcome twice',
      '{"serviceResponse":{"authenticationSuccess":{"user":"u"},"authenticationSuccess":{"user":"admin"}}}',
    ],
    ['a user twice', '{"serviceResponse":{"authenticationSuccess":{"user":"u","\\u0075ser":"admin"}}}'],
    ['proxies that are no list', success({ proxies: 'https://proxy.example/' })],
    ['proxies that are no texts', success({ proxies: [null] })],
    ['a document too deep', success({ attributes: { a: JSON.parse('['.repeat(50) + ']'.repeat(50)) } })],
    ['two documents', success() + success()],
    ['a comment', `${success()}// hello`],
  ])('is refused with %s', (_what, text) => {
    expect(() => parseJsonResponse(text)).toThrow(bad);
  });

  it('says so when the server answers XML', () => {
    const message = expect.stringContaining('does not know "format": \'json\'');
    expect(() => parseJsonResponse(fixture('serviceValidate.format-json'))).toThrow(
      expect.objectContaining({ message }),
    );
  });

  it('is refused when it was cut short at any byte', () => {
    const bytes = Buffer.from(success({ attributes: { cn: ['Zoë Łukasz 日本'] } }));
    for (let length = 0; length < bytes.length; length++) {
      expect(() => parseJsonResponse(bytes.subarray(0, length).toString('utf8'))).toThrow(bad);
    }
  });

  it('does not get into an error', () => {
    for (const text of ['{"very-secret":', success({ user: ['very-secret'] }), '"very-secret']) {
      try {
        parseJsonResponse(text);
        expect.unreachable();
      } catch (error) {
        expect(String((error as Error).stack) + String((error as Error).cause)).not.toContain('very-secret');
      }
    }
  });

  it('of any shape is read or refused, and names nobody but its user', () => {
    const name = fc.constantFrom('serviceResponse', 'authenticationSuccess', 'authenticationFailure', 'user', 'x');
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue({ maxDepth: 1 }),
        fc.dictionary(name, tie('value'), { maxKeys: 3 }),
        fc.array(tie('value'), { maxLength: 2 }),
      ),
    }));
    fc.assert(
      fc.property(value, (given) => {
        try {
          const outcome = parseJsonResponse(answer(given));
          const { authenticationSuccess } = given as { authenticationSuccess?: { user: string } };
          if (outcome.success) expect(outcome.user).toBe(trimmedText(authenticationSuccess?.user ?? ''));
        } catch (error) {
          expect(error).toBeInstanceOf(WhoError);
          expect(error).toEqual(bad);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('comes back as it went in', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.array(fc.string(), { minLength: 1 })), (given) => {
        const trimmed = Object.entries(given).map(([name, values]) => [name, values.map(trimmedText)]);
        expect(Object.entries(attributesOf(given) as object).sort()).toEqual(trimmed.sort());
      }),
    );
  });
});
