import { describe, expect, it } from 'vitest';
import { isToken } from '../src/index.js';

describe('isToken', () => {
  it.each(['Set-Cookie', '__Host-a', "!#$%&'*+-.^_`|~09azAZ"])('takes %j', (text) => {
    expect(isToken(text)).toBe(true);
  });

  it.each(['', ' ', 'a b', 'a:', 'a=b', 'a;b', 'a\n', 'a\r\nb', 'a\0', '"a"', '(a)', 'é'])('refuses %j', (text) => {
    expect(isToken(text)).toBe(false);
  });
});
