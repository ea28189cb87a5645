import { fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { isOwnRequest } from '../src/index.js';

const own = 'https://app.example.org';

describe('isOwnRequest', () => {
  it.each<[Record<string, string>, boolean]>([
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'none' }, true],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'cross-site', origin: own }, false],
    [{ 'sec-fetch-site': '' }, false],
    [{ origin: own }, true],
    [{ origin: 'null' }, false],
    [{ origin: `${own}:8443` }, false],
    [{ origin: 'https://evil.example' }, false],
    [{}, true],
  ])('%o: %s', (headers, expected) => {
    expect(isOwnRequest(fakeExchange({ method: 'POST', headers }))).toBe(expected);
  });
});
