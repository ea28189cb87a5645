import { sameOriginUrl } from '@who/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALICE, ask, cameFromIn, engine, posted } from './support.js';

const ODD = [
  'https://evil.example/',
  '//evil.example/',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/.//evil.example/',
  '/%2e//evil.example',
  '/a/..//evil.example',
  '/\t/evil.example',
  '\t//evil.example',
  ' //evil.example',
  'http://app.example.org/',
  'https://app.example.org:444/',
  'https://app.example.org.evil.example/',
  'https://app.example.org@evil.example/',
  'https://user:pass@app.example.org/',
  'https://evil.example\\@app.example.org/',
  'https://app.example.org%2f@evil.example/',
  'javascript:alert(1)',
  'data:text/html,x',
  'blob:https://app.example.org/x',
  'ftp://app.example.org/',
  '/login',
  '/login?came_from=/private',
  '/logout',
  'login',
  '',
] as const;

const text = fc.array(fc.nat(0xffff), { maxLength: 30 }).map((codes) => String.fromCharCode(...codes));
const part = fc.constantFrom(
  ...[
    '/',
    '//',
    '\\',
    '.',
    '..',
    '%2e',
    '%2F',
    '%5c',
    '%00',
    '\t',
    '\n',
    '\0',
    '@',
    ':',
    '?',
    '#',
    '&',
    'app',
    'private',
  ],
  ...['evil.example', 'https:', 'app.example.org', 'login', '__do_login', 'ſ', '。', '\u2044', '\ufeff'],
);
const address = fc.oneof(
  fc.constantFrom(...ODD),
  text,
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
  fc.array(part, { maxLength: 12 }).map((parts) => `/app/${parts.join('')}`),
  fc.array(part, { maxLength: 12 }).map((parts) => `https://app.example.org${parts.join('')}`),
);

const pathOf = (url: string): string => {
  const { pathname, search, hash } = new URL(url);
  return pathname + search + hash;
};

describe.each(['https://app.example.org', 'https://app.example.org/app'])('a sign-in at %s', (publicUrl) => {
  const who = engine({ publicUrl });
  const home = new URL(`${publicUrl}/`);
  const where = async (came_from: string) =>
    (await ask(who, posted({ ...ALICE, came_from })))?.header('location') ?? '';

  it.each(ODD)('does not lead to %j', async (cameFrom) => {
    expect(await where(publicUrl.endsWith('/app') ? cameFrom.replace(/^\/(?=log)/, '/app/') : cameFrom)).toBe(
      home.pathname,
    );
  });

  it('leads to pages below it and nowhere else, as a path, and the page says the same', async () => {
    await fc.assert(
      fc.asyncProperty(address, async (cameFrom) => {
        const location = await where(cameFrom);
        expect(location).toMatch(/^\/(?!\/)[\x21-\x7e]*$/);
        const led = new URL(location, home);
        expect(led.origin).toBe(home.origin);
        expect(`${led.pathname}/`.startsWith(home.pathname)).toBe(true);
        expect(['login', 'logout'].map((path) => home.pathname + path)).not.toContain(led.pathname);
        if (location !== home.pathname) expect(location).toBe(pathOf(sameOriginUrl(cameFrom, publicUrl) ?? ''));

        const page = await ask(who, { url: `/login?${new URLSearchParams({ came_from: cameFrom })}` });
        expect(cameFromIn(page?.body ?? '')).toBe(location);
      }),
      { numRuns: 500 },
    );
  });

  it('leads back to every page below it', async () => {
    const page = fc
      .webUrl({ withQueryParameters: true, withFragments: true })
      .map((url) => `${home.pathname}x${pathOf(url)}`);
    await fc.assert(
      fc.asyncProperty(page, async (cameFrom) => {
        expect(await where(cameFrom)).toBe(cameFrom);
        expect(await where(home.origin + cameFrom)).toBe(cameFrom);
      }),
    );
  });
});

it.each([
  ['/\r\nSet-Cookie: a=b', '/Set-Cookie:%20a=b'],
  ['https:evil.example', '/evil.example'],
  ['private', '/private'],
  ['?a', '/?a'],
  ['/süß?ß#ß', '/s%C3%BC%C3%9F?%C3%9F#%C3%9F'],
  ['/%2f/evil.example', '/%2f/evil.example'],
  ['/a//evil.example', '/a//evil.example'],
])('reads %j as browsers do', async (came_from, path) => {
  expect((await ask(engine(), posted({ ...ALICE, came_from })))?.header('location')).toBe(path);
});

it('leads to the front page from addresses that are too long', async () => {
  const came_from = `/${'a'.repeat(2047)}`;
  const where = async (to: string) => (await ask(engine(), posted({ ...ALICE, came_from: to })))?.header('location');
  expect(await where(came_from)).toBe(came_from);
  expect(await where(`${came_from}a`)).toBe('/');
});
