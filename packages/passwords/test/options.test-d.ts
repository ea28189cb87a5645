import type { MaybePromise } from '@who/core';
import { expectTypeOf, it } from 'vitest';
import {
  createPasswords,
  type HashingOptions,
  type Kind,
  type Passwords,
  type PasswordsOptions,
  type Unusable,
  type Verdict,
  verifyPassword,
} from '../src/index.js';

it('takes options', () => {
  expectTypeOf(createPasswords).parameters.toEqualTypeOf<[options?: PasswordsOptions | undefined]>();
  createPasswords({ allow: ['bcrypt'], hashing: { scheme: 'bcrypt', cost: 12 } });
  // @ts-expect-error: a cost of another scheme
  createPasswords({ hashing: { scheme: 'argon2id', cost: 12 } });
  // @ts-expect-error: misspelt
  createPasswords({ allow: ['bcrpyt'] });
});

it('answers with verdicts', () => {
  expectTypeOf(createPasswords).returns.toEqualTypeOf<Passwords>();
  expectTypeOf<Passwords['verify']>().returns.toEqualTypeOf<MaybePromise<Verdict>>();
  expectTypeOf<Passwords['kindOf']>().returns.toEqualTypeOf<Kind | Unusable>();
  expectTypeOf<Passwords['hash']>().parameter(1).toEqualTypeOf<HashingOptions | undefined>();
  expectTypeOf(verifyPassword).returns.toEqualTypeOf<MaybePromise<Verdict>>();
  expectTypeOf<Verdict>().not.toBeAny();
});
