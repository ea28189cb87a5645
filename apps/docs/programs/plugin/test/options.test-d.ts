import type { Authenticator } from '@who/core';
import { expectTypeOf, it } from 'vitest';
import { type OldAccountsErrorCode, type OldAccountsOptions, oldAccounts } from '../src/index.js';

it('is what its users compile against', () => {
  expectTypeOf<OldAccountsErrorCode>().toEqualTypeOf<'BAD_OPTION' | 'OLD_ACCOUNTS_UNAVAILABLE'>();
  expectTypeOf(oldAccounts).parameters.toEqualTypeOf<[OldAccountsOptions]>();
  expectTypeOf(oldAccounts).returns.toEqualTypeOf<Authenticator>();
  expectTypeOf(oldAccounts).returns.not.toBeAny();
});
