import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathTest, readPath } from '../src/sign-in/paths.js';
import { anyText } from './support.js';

describe('a path that must not be missed', () => {
  const admin = pathTest('/admin');

  it.each([
    '/admin',
    '/admin/',
    '/admin/users',
    '/ADMIN',
    '/Admin/x',
    '/%61dmin',
    '/%61%64%6D%69%6e',
    '//admin',
    '///admin//x',
    '/./admin',
    '/%2e/admin',
    '/x/../admin',
    '/x/%2E%2e/admin',
    '/x%2f..%2fadmin',
    '/%2fadmin',
    '\\admin',
    '/\\admin',
    '/%5cadmin',
    '/admin%2fusers',
    '/admin%5Cusers',
    '/admin#.css',
    '/admin.json',
    '/%61dmin.json',
    '/admin/%ff',
    '/%61dmin/%ff',
    '/../../admin',
  ])('is found in %s', (path) => {
    expect(admin.maybe(path)).toBe(true);
  });

  it.each(['/', '/administrator', '/admin-x', '/x/admin', '/admi', '/%2561dmin', ''])('is not found in %s', (path) => {
    expect(admin.maybe(path)).toBe(false);
  });

  it('is found in both readings of a path that leads out of it again', () => {
    expect(admin.maybe('/admin/../x')).toBe(true);
    expect(pathTest('/x').maybe('/admin/../x')).toBe(true);
  });

  it('is found by an expression as a whole', () => {
    const api = pathTest(/\/api\/v\d|\/rpc/);
    for (const path of ['/api/v1', '/rpc', '/%61pi/v1', '//rpc', '/x/../rpc']) expect(api.maybe(path)).toBe(true);
    for (const path of ['/api/v1/x', '/x/rpc', '/rpc.css', '/rpc\n', '/API/v1']) expect(api.maybe(path)).toBe(false);
    expect(pathTest(/\/rpc/gi).maybe('/RPC')).toBe(true);
  });

  it('may be everything', () => {
    const all = pathTest('/');
    fc.assert(
      fc.property(anyText, (text) => {
        expect(all.maybe(`/${text}`)).toBe(true);
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
        expect(admin.maybe(`/${a}${b.join('')}${c}`)).toBe(true);
      }),
    );
  });
});

describe('a path that may be let through', () => {
  const files = pathTest('/public');

  it.each(['/public', '/public/', '/public/a.css', '/public/a%20b', '/public/%C3%AB', '/public/.well-known/x'])(
    'is %s',
    (path) => {
      expect(files.surely(path)).toBe(true);
    },
  );

  it.each([
    '/Public',
    '/publicity',
    '/public.json',
    '/%70ublic',
    '//public',
    '/public//admin',
    '/public/../admin',
    '/public/%2e%2e/admin',
    '/public/..%2fadmin',
    '/public/..\\admin',
    '/public%2f..%2f..%2fadmin',
    '/public/%61',
    '/public/%c3%ab',
    '/public/%ff',
    '/public/%',
    '/public#/../admin',
    '/x/public',
    '/\ud800/public',
  ])('is not %s', (path) => {
    expect(files.surely(path)).toBe(false);
  });

  it('may have letters of any language, and an expression has to match it as a whole', () => {
    expect(pathTest('/öffentlich').surely('/%C3%B6ffentlich/a')).toBe(true);
    expect(pathTest('/%C3%B6ffentlich').surely('/%C3%B6ffentlich')).toBe(true);
    const css = pathTest(/\/public\/[^/]+\.css/);
    expect(css.surely('/public/a.css')).toBe(true);
    expect(css.surely('/public/a.css/../../admin')).toBe(false);
    expect(css.surely('/public/%2e%2e%2fadmin.css')).toBe(false);
  });

  it('is one that must not be missed, too', () => {
    const anyPath = fc.oneof(anyText, fc.stringMatching(/^[/.%2eadminpublc\\]{0,20}$/)).map((text) => `/public${text}`);
    fc.assert(
      fc.property(anyPath, (path) => {
        if (files.surely(path)) expect(files.maybe(path)).toBe(true);
        if (files.surely(path)) expect(readPath(path)).toMatch(/^\/public(?:\/|$)/);
      }),
    );
  });
});

describe('reading a path', () => {
  it('comes to an end at once, and reads the same again', () => {
    expect(readPath('/a/b/')).toBe('/a/b/');
    expect(readPath('/a/%2e%2e/b/..')).toBe('/');
    expect(readPath('/%C3%AB/%2525')).toBe('/ë/%25');
    const long = `/${'%2e%2e/'.repeat(20_000)}${'/'.repeat(20_000)}`;
    const before = performance.now();
    expect(readPath(long)).toBe('/');
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
