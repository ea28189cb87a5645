import { describe, expect, it } from 'vitest';
import { checkOptions, didYouMean, type OptionNames } from '../src/index.js';

interface Options {
  readonly secrets: readonly string[];
  readonly timeoutSeconds?: number | undefined;
  readonly cookieName?: string | undefined;
  readonly realm?: string | undefined;
}

const names: OptionNames<Options> = { secrets: true, timeoutSeconds: true, cookieName: true, realm: true };
const check = (options: unknown): void => checkOptions('@who/plugin-hello', options, names);

describe('checkOptions', () => {
  it('lets pass what is known', () => {
    check({ secrets: ['x'], realm: undefined });
    check({});
    check(Object.create(null));
  });

  it.each([
    ['timeout', 'timeoutSeconds'],
    ['timeoutSecond', 'timeoutSeconds'],
    ['cookie_name', 'cookieName'],
    ['cookie-name', 'cookieName'],
    ['cookiename', 'cookieName'],
    ['secret', 'secrets'],
    ['reaml', 'realm'],
    ['Realm', 'realm'],
  ])('names %s, and %s as what was meant', (name, meant) => {
    expect(() => check({ [name]: 1 })).toThrow(
      expect.objectContaining({
        code: 'BAD_OPTION',
        plugin: '@who/plugin-hello',
        message: `[@who/plugin-hello] Option "${name}" is not known. Did you mean "${meant}"?`,
      }),
    );
  });

  it.each(['colour', 'x', '', 'toString', 'x'.repeat(100_000)])('names what is like nothing: %.20s', (name) => {
    expect(() => check({ [name]: 1 })).toThrow(/is not known\. Known: secrets, timeoutSeconds, cookieName, realm\.$/);
  });

  it('refuses __proto__ that came from JSON', () => {
    expect(() => check(JSON.parse('{"__proto__": {"realm": "x"}}'))).toThrow(/"__proto__" is not known/);
  });

  it.each([undefined, null, 'secret', 3, [], () => {}])('says that %s are no options', (options) => {
    expect(() => check(options)).toThrow(
      /^\[@who\/plugin-hello\] The options (are missing|must be an object)\. Known: /,
    );
  });
});

describe('didYouMean', () => {
  it('says nothing where nothing is known', () => {
    expect(didYouMean('x', [])).toBe('');
  });
});
