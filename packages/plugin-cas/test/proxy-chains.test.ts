import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proxyPolicy } from '../src/protocol/proxy-chains.js';

const ONE = 'https://one.example/pgt';
const TWO = 'https://two.example/pgt';

describe('chains of proxies', () => {
  it('are allowed one by one, in their order and their length', () => {
    const isAllowed = proxyPolicy([[ONE], [TWO, ONE]]);
    expect(isAllowed([ONE])).toBe(true);
    expect(isAllowed([TWO, ONE])).toBe(true);
    expect(isAllowed([TWO])).toBe(false);
    expect(isAllowed([ONE, TWO])).toBe(false);
    expect(isAllowed([ONE, ONE])).toBe(false);
    expect(isAllowed([TWO, ONE, ONE])).toBe(false);
    expect(isAllowed([])).toBe(false);
  });

  it('are compared to the letter', () => {
    const isAllowed = proxyPolicy([[ONE]]);
    for (const url of [
      `${ONE}/`,
      ONE.toUpperCase(),
      `${ONE}?a=b`,
      `${ONE}#`,
      ` ${ONE}`,
      `https://evil.example/${ONE}`,
    ]) {
      expect(isAllowed([url])).toBe(false);
    }
  });

  it('of patterns have to match as a whole', () => {
    const isAllowed = proxyPolicy([[/https:\/\/[a-z]+\.example\/pgt|https:\/\/a\/b/]]);
    expect(isAllowed([ONE])).toBe(true);
    expect(isAllowed(['https://a/b'])).toBe(true);
    for (const url of [
      `${ONE}x`,
      `https://evil.example/?${ONE}`,
      `${ONE}\nhttps://evil.example/`,
      'xhttps://a/b',
      'https://a/bc',
    ]) {
      expect(isAllowed([url])).toBe(false);
    }
  });

  it('do not depend on what was asked before', () => {
    const isAllowed = proxyPolicy([[/https:\/\/one\.example\/pgt/gimy]]);
    for (let i = 0; i < 3; i++) expect(isAllowed([ONE])).toBe(true);
    expect(isAllowed([`${ONE}\n`])).toBe(false);
  });

  it('are never allowed by a part of an allowed one, or by more', () => {
    const url = fc.constantFrom(ONE, TWO, 'https://three.example/');
    const chain = fc.array(url, { maxLength: 4 });
    fc.assert(
      fc.property(fc.tuple(url, chain), chain, ([first, rest], proxies) => {
        const allowed = [first, ...rest] as const;
        const isSame = allowed.length === proxies.length && allowed.every((item, i) => item === proxies[i]);
        expect(proxyPolicy([[...allowed]])(proxies)).toBe(isSame);
      }),
    );
  });
});
