import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUrl, sameOriginUrl } from '../src/index.js';

const own = 'https://app.example.org';

describe('sameOriginUrl', () => {
  it.each([
    ['/private', `${own}/private`],
    ['/private?a=b#c', `${own}/private?a=b#c`],
    ['private', `${own}/private`],
    [`${own}/x`, `${own}/x`],
    ['https://APP.example.org:443/x', `${own}/x`],
    ['/.//evil.example', `${own}//evil.example`],
    ['https:evil.example', `${own}/evil.example`],
  ])('follows %j', (value, url) => {
    expect(sameOriginUrl(value, own)).toBe(url);
  });

  it.each([
    undefined,
    null,
    '',
    '//evil.example',
    '\\\\evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '\n//evil.example',
    'https://evil.example',
    'http://app.example.org/',
    'https://app.example.org:8443/',
    'https://app.example.org.evil.example/',
    'https://app.example.org@evil.example/',
    'https://user:password@app.example.org/',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://',
    `/${'x'.repeat(2048)}`,
  ])('refuses %j', (value) => {
    expect(sameOriginUrl(value, own)).toBeUndefined();
  });

  it('leads to the own origin or nowhere, whatever is asked for', () => {
    const evil = fc.string({
      unit: fc.constantFrom('/', '\\', ':', '@', '.', '\t', '\n', 'https', 'evil.example', '%2f', '?', '#', 'a'),
    });
    fc.assert(
      fc.property(fc.oneof(evil, fc.webUrl(), fc.string()), (value) => {
        const url = sameOriginUrl(value, own);
        if (url !== undefined) expect(url.startsWith(`${own}/`)).toBe(true);
      }),
    );
  });
});

describe('parseUrl', () => {
  it.each(['https://bücher.example/lesen', 'https://日本.example/'])('takes %s however often it is asked', (url) => {
    // What is compiled after some thousand times may have another opinion.
    for (let i = 0; i < 20_000; i++) if (parseUrl(url)?.protocol !== 'https:') throw new Error(`No URL at call ${i}.`);
    expect(sameOriginUrl('/wörter', url)).toBe(new URL('/wörter', url).href);
  });

  it.each([undefined, null, 7, '', 'x', '//x', 'https://', new URL('https://x.example')])('takes not %s', (value) => {
    expect(parseUrl(value)).toBeUndefined();
  });

  it('starts from a base', () => {
    expect(parseUrl('../a?b', 'https://x.example/c/d')?.href).toBe('https://x.example/a?b');
    expect(parseUrl('//', 'https://x.example')).toBeUndefined();
  });
});
