import { describe, expect, it } from 'vitest';
import { fakeExchange, fakeRequest, testBrowser } from '../src/index.js';

describe('fakeExchange', () => {
  it('is an exchange like that of a real request', async () => {
    const exchange = fakeExchange({
      method: 'POST',
      url: '/login?a=1',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Cookie: ['a=1', 'a=2'] },
      body: 'login=bob',
    });
    expect(exchange.method).toBe('POST');
    expect(exchange.path).toBe('/login');
    expect(exchange.query.get('a')).toBe('1');
    expect(exchange.url).toBe('https://app.example.org/login?a=1');
    expect(exchange.cookies('a')).toEqual(['1', '2']);
    expect(exchange.remoteAddress).toBe('127.0.0.1');
    expect((await exchange.form()).get('login')).toBe('bob');
  });

  it.each<[string, () => unknown]>([
    ['header', () => fakeRequest({ header: { Cookie: 'a=1' } } as never)],
    ['cookies', () => fakeExchange({ cookies: 'a=1' } as never)],
    ['folow', () => testBrowser({ folow: false } as never)],
  ])('is not made of options that nobody knows, nor are others: %s', (name, make) => {
    expect(make).toThrow(`[@who/testkit] Option "${name}" is not known.`);
  });
});
