import { describe, expect, it } from 'vitest';
import { fakeExchange } from '../src/index.js';

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
});
