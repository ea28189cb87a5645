import { describe, expect, it } from 'vitest';
import { refusalCodeOf, signInRefusal, WhoError } from '../src/index.js';

describe('why an account signs nobody in', () => {
  it.each(['PASSWORD_EXPIRED', 'PASSWORD_MUST_CHANGE', 'ACCOUNT_LOCKED', 'ACCOUNT_DISABLED'] as const)(
    '%s is an error of its own',
    (code) => {
      const error = signInRefusal('@who/plugin-hello', code);
      expect(error).toMatchObject({ code, plugin: '@who/plugin-hello', status: 403 });
      expect(error.message).toMatch(/^\[@who\/plugin-hello\] The (?:password|account) .+\.$/);
      expect(refusalCodeOf(error)).toBe(code);
    },
  );

  it.each([
    new WhoError('No.', { code: 'SOMETHING_ELSE', plugin: 'x' }),
    new WhoError('No.', { code: 'toString', plugin: 'x' }),
    { code: 'ACCOUNT_LOCKED' },
    undefined,
  ])('is none of %o', (thrown) => {
    expect(refusalCodeOf(thrown)).toBeUndefined();
  });
});
