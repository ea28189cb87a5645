import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeCookieValue, encodeCookieValue } from '../src/index.js';
import { anyBytes } from './arbitraries.js';

it('is read as it was written', () => {
  fc.assert(
    fc.property(
      anyBytes.filter((bytes) => !bytes.includes('\0')),
      (bytes) => {
        const value = encodeCookieValue(bytes);
        expect(value).toMatch(/^[\w.~%-]*$/);
        expect(decodeCookieValue(value)).toBe(bytes);
        expect(decodeCookieValue(`"${value}"`)).toBe(bytes);
      },
    ),
  );
});

it.each([
  ['a+b%2Bc', 'a b+c'],
  ['%3b%3B', ';;'],
  ['"a"', 'a'],
  ['"', ''],
  ['""a""', '"a"'],
  ['%', undefined],
  ['a%2', undefined],
  ['%zz', undefined],
  ['%00', undefined],
  ['%%33', undefined],
])('%j stands for %j', (value, bytes) => {
  expect(decodeCookieValue(value)).toBe(bytes);
});
