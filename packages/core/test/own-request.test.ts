import { fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { isOwnRequest, type Logger } from '../src/index.js';

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

  it('says once what to do about "Origin: null", and nothing about anything else', () => {
    const warnings: string[] = [];
    const logger: Logger = { debug() {}, warn: (message) => warnings.push(message), error() {} };
    const ask = (headers: Record<string, string>) => isOwnRequest(fakeExchange({ method: 'POST', headers, logger }));
    ask({ origin: 'https://evil.example' });
    ask({ 'sec-fetch-site': 'same-origin', origin: 'null' });
    expect(warnings).toEqual([]);
    for (let i = 0; i < 3; i++) ask({ origin: 'null' });
    expect(warnings).toEqual([expect.stringContaining('let that page have "Referrer-Policy: same-origin"')]);
  });
});
