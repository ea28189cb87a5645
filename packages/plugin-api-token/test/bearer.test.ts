import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isB64token, parseBearer } from '../src/bearer.js';

/** `b64token` of RFC 6750, section 2.1, from its grammar. */
const ALPHABET = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/'];
const b64token = fc
  .tuple(fc.array(fc.constantFrom(...ALPHABET), { minLength: 1 }), fc.nat({ max: 3 }))
  .map(([digits, padding]) => digits.join('') + '='.repeat(padding));
/** Any 16-bit characters. */
const anyText = fc.array(fc.nat(0xffff)).map((codes) => String.fromCharCode(...codes));
const anyCase = fc.constantFrom('Bearer', 'bearer', 'BEARER', 'bEaReR');

describe('parseBearer', () => {
  it('reads the example of RFC 6750, section 2.1', () => {
    expect(parseBearer('Bearer mF_9.B5f-4.1JqM')).toBe('mF_9.B5f-4.1JqM');
  });

  it('reads every token that can be written, behind the scheme in any case and any number of spaces', () => {
    fc.assert(
      fc.property(anyCase, fc.integer({ min: 1, max: 9 }), b64token, (scheme, spaces, token) => {
        expect(parseBearer(scheme + ' '.repeat(spaces) + token)).toBe(token);
        expect(isB64token(token)).toBe(true);
      }),
    );
  });

  it('gives a token or nothing, whatever follows the scheme', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const token = parseBearer(`Bearer ${text}`);
        expect(token === '' || (isB64token(token ?? '') && text.trimStart() === token)).toBe(true);
      }),
    );
  });

  it.each([
    'Bearer',
    'Bearer ',
    'Bearer\tabc',
    'Bearer,abc',
    'Bearer abc def',
    'Bearer abc ',
    'Bearer abc\n',
    'Bearer a=b',
    'Bearer =',
    'Bearer abc, Bearer def',
    'Bearer "abc"',
    'Bearer äbc',
    'Bearer a\0c',
  ])('finds the scheme, and no token, in %j', (text) => {
    expect(parseBearer(text)).toBe('');
  });

  it.each(['', ' ', 'Basic YTpi', 'BearerX abc', 'Bearer-2 abc', 'Bear abc', ' Bearer abc', 'Basic Bearer'])(
    'finds another scheme in %j',
    (text) => {
      expect(parseBearer(text)).toBeUndefined();
    },
  );

  it('takes time in proportion to the length, whatever it holds', () => {
    const timeOf = (text: string) => {
      const started = performance.now();
      expect(parseBearer(text)).toBe('');
      return performance.now() - started;
    };
    for (const part of ['a', '=', ' ', 'a=', ' a']) {
      // Quadratic time would be minutes.
      expect(timeOf(`Bearer ${part.repeat(500_000)}\n`)).toBeLessThan(2000);
    }
  });
});
