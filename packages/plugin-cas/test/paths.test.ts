import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathTest, usualPath } from '../src/sign-in/paths.js';
import { anyText } from './support.js';

/** Whether a path may be what must not be missed; and whether it is beyond doubt what may be let through. */
function maybe(pattern: string | RegExp, path: string): boolean {
  const read = usualPath(path);
  return read === undefined || pathTest(pattern, true)(read, path);
}
function surely(pattern: string | RegExp, path: string): boolean {
  const read = usualPath(path);
  return read !== undefined && pathTest(pattern, false)(read, path);
}

/** What has more than one reading. */
const UNUSUAL = [
  '/%61dmin',
  '/%61%64%6D%69%6e',
  '//admin',
  '/x//admin',
  '/admin//',
  '/./admin',
  '/%2e/admin',
  '/x/../admin',
  '/x/..',
  '/x/.',
  '/x/%2E%2e/admin',
  '/x%2f..%2fadmin',
  '/%2fadmin',
  '\\admin',
  '/\\admin',
  '/%5cadmin',
  '/admin%5Cusers',
  '/admin#.css',
  '/x#/../admin',
  '/admin;x',
  '/x;/admin',
  '/%3Badmin',
  '/admin%23',
  '/admin%3F',
  '/admin%00',
  '/admin\t',
  '/admin\n',
  '/admin ',
  '/admin\x7f',
  '/admin\x80',
  '/\xe4dmin',
  '/%2561dmin',
  '/admin/%ff',
  '/admin/%C3',
  '/admin/%c3%ab',
  '/admin/%C0%AF',
  '/admin/%ED%A0%80',
  '/admin/%',
  '/admin/%2',
  '/\ud800',
  '*',
  'admin',
  '',
];

describe('a path that is not written the usual way', () => {
  it.each(UNUSUAL)('may be anything, and is nothing beyond doubt: %j', (path) => {
    expect(usualPath(path)).toBeUndefined();
    for (const pattern of ['/admin', '/elsewhere', '/', /\/elsewhere/]) {
      expect(maybe(pattern, path)).toBe(true);
      expect(surely(pattern, path)).toBe(false);
    }
  });

  it('is told at once, however long it is', () => {
    const before = performance.now();
    for (const part of ['a', '/a', '/', '%20', '%C3%AB', '%2e%2e/', '/.', '.', '[']) {
      expect(usualPath(`/${part.repeat(20_000)}\\`)).toBeUndefined();
    }
    expect(performance.now() - before).toBeLessThan(2000);
  });

  it('is everything that is not what a browser makes of its reading', () => {
    const piece = fc.constantFrom(
      '/',
      '.',
      '..',
      '%',
      '%2e',
      '%2F',
      '%20',
      '%C3%AB',
      'a',
      'B',
      '\\',
      '#',
      ';',
      ' ',
      'ë',
    );
    const anyPath = fc.oneof(
      anyText,
      fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anyPath, (text) => {
        const read = usualPath(`/${text}`);
        if (read === undefined) return;
        expect(new URL(`http://x/${text}`).pathname.replaceAll('%5E', '^')).toBe(browsers(`/${text}`));
        expect(read.split('/').slice(1, -1)).not.toContain('');
      }),
      { numRuns: 2000 },
    );
    /** What the URL standard encodes, and HTTP lets through. */
    function browsers(path: string): string {
      return path.replace(/["<>`{}]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
    }
  });
});

describe('a path that must not be missed', () => {
  it.each(['/admin', '/admin/', '/admin/users', '/ADMIN', '/Admin/x', '/admin.json', '/admin/%C3%AB', '/admin/a%20b'])(
    'is found in %s',
    (path) => {
      expect(maybe('/admin', path)).toBe(true);
      expect(maybe('/admin/', path)).toBe(true);
    },
  );

  it.each(['/', '/administrator', '/admin-x', '/x/admin', '/admi', '/%C3%A4dmin', '/admin%20x'])(
    'is not found in %s',
    (path) => {
      expect(maybe('/admin', path)).toBe(false);
    },
  );

  it('is found by an expression as a whole, decoded or as it came', () => {
    const api = /\/api\/v\d|\/rpc/;
    for (const path of ['/api/v1', '/rpc', '/%61pi/v1', '//rpc', '/x/../rpc']) expect(maybe(api, path)).toBe(true);
    for (const path of ['/api/v1/x', '/x/rpc', '/rpc.css', '/API/v1']) expect(maybe(api, path)).toBe(false);
    expect(maybe(/\/rpc/gi, '/RPC')).toBe(true);
    for (const pattern of [/\/ë/, /\/%C3%AB/]) expect(maybe(pattern, '/%C3%AB')).toBe(true);
  });

  it('may be everything', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(maybe('/', `/${text}`)).toBe(true);
      }),
    );
  });

  it('is found however its letters are written', () => {
    const letter = (char: string): fc.Arbitrary<string> => {
      const hex = char.charCodeAt(0).toString(16);
      return fc.constantFrom(char, char.toUpperCase(), `%${hex}`, `%${hex.toUpperCase()}`);
    };
    const slash = fc.constantFrom('/', '//', '/./', '/%2e/', '\\', '%2f', '/x/../', '/%5c');
    fc.assert(
      fc.property(slash, fc.tuple(...[...'admin'].map(letter)), fc.constantFrom('', '/', '/x', '%2Fx'), (a, b, c) => {
        expect(maybe('/admin', `/${a}${b.join('')}${c}`)).toBe(true);
      }),
    );
  });
});

describe('a path that may be let through', () => {
  it.each(['/public', '/public/', '/public/a.css', '/public/a%20b', '/public/%C3%AB', '/public/.well-known/x'])(
    'is %s',
    (path) => {
      expect(surely('/public', path)).toBe(true);
    },
  );

  it.each(['/Public', '/publicity', '/public.json', '/x/public', '/public%20'])('is not %s', (path) => {
    expect(surely('/public', path)).toBe(false);
  });

  it('may have letters of any language, and an expression has to match it as a whole', () => {
    expect(surely('/öffentlich', '/%C3%B6ffentlich/a')).toBe(true);
    expect(surely('/%C3%B6ffentlich', '/%C3%B6ffentlich')).toBe(true);
    const css = /\/public\/[^/]+\.css/;
    expect(surely(css, '/public/a.css')).toBe(true);
    expect(surely(css, '/public/a.css/x')).toBe(false);
  });

  it('is one that must not be missed, too', () => {
    const anyPath = fc.oneof(anyText, fc.stringMatching(/^[/.%2eadminpublc\\]{0,20}$/)).map((text) => `/public${text}`);
    fc.assert(
      fc.property(anyPath, (path) => {
        if (surely('/public', path)) expect(maybe('/public', path)).toBe(true);
        if (surely('/public', path)) expect(usualPath(path)).toMatch(/^\/public(?:\/|$)/);
      }),
    );
  });
});
