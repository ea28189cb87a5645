import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readKit } from '../src/kit.js';
import { checkPackageName, pluginName } from '../src/names.js';
import { isTaken } from '../src/rename.js';

describe('checkPackageName', () => {
  it.each(['a', 'who-ip-address', '@me/who-ip-address', '@who/plugin-cas', 'a.b_c', '2fa', `a${'b'.repeat(213)}`])(
    'takes %s',
    (name) => {
      expect(() => checkPackageName(name)).not.toThrow();
    },
  );

  it.each([
    ['', /is empty/],
    [' a', /lower-case/],
    ['Abc', /lower-case/],
    ['../a', /lower-case/],
    ['..', /start with/],
    ['a/b', /lower-case/],
    ['@me', /lower-case/],
    ['@me/', /start with/],
    ['@/a', /start with/],
    ['@me/../a', /lower-case/],
    ['@me/..', /start with/],
    ['@../a', /start with/],
    ['.a', /start with/],
    ['_a', /start with/],
    ['a\\b', /lower-case/],
    ['a\nb', /lower-case/],
    ['a~b', /not allowed/],
    ['é', /lower-case/],
    ['1.2', /no letter/],
    ['http', /taken by Node/],
    ['node_modules', /taken by Node/],
    ['a'.repeat(215), /longer than 214/],
  ])('refuses %j', (name, problem) => {
    expect(() => checkPackageName(name)).toThrow(
      expect.objectContaining({ code: 'BAD_NAME', message: expect.stringMatching(problem) }),
    );
  });

  it('takes nothing that leads out of a folder', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom('@', '/', '.', '..', '\\', 'a', '~', '%2f', '\0', ':')).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(name, (text) => {
        try {
          checkPackageName(text);
        } catch {
          return;
        }
        const { folder } = pluginName(text, [], () => false);
        expect(folder).toMatch(/^[a-z0-9][a-z0-9._-]*$/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('pluginName', () => {
  const { templates } = readKit();
  const name = (text: string, ...suffixes: string[]) =>
    pluginName(text, suffixes, (it) => isTaken(it, templates.roles));

  it.each([
    ['@me/who-ip-address', 'ip-address', 'ipAddress'],
    ['who-plugin-foo', 'foo', 'foo'],
    ['@who/plugin-cas', 'cas', 'cas'],
    ['a.b_c', 'a-b-c', 'aBC'],
    ['who', 'who-plugin', 'whoPlugin'],
    ['who-2fa', 'who-2fa', 'who2fa'],
  ])('%s: %s, %s', (text, kebab, camel) => {
    expect(name(text)).toMatchObject({ kebab, camel });
  });

  it('writes words in every way', () => {
    expect(name('@me/who-ip-address')).toEqual({
      package: '@me/who-ip-address',
      folder: 'who-ip-address',
      kebab: 'ip-address',
      camel: 'ipAddress',
      pascal: 'IpAddress',
      train: 'Ip-Address',
      snake: 'ip_address',
    });
  });

  it.each(['delete', 'connect', 'options', 'token', 'capture', 'index', 'describe', 'metadata-cache'])(
    'leaves %s to those who have it already',
    (text) => {
      expect(name(`who-${text}`).kebab).toBe(`${text}-plugin`);
    },
  );

  it('names a role once', () => {
    expect(name('@who/plugin-metadata-cache-foo', 'metadata-cache').camel).toBe('foo');
    expect(name('foo-request-classifier', 'request-classifier').camel).toBe('foo');
    expect(name('foo-request-classifier').camel).toBe('fooRequestClassifier');
  });
});
