import type { Authenticator, Challenger, Identifier } from '@who/core';
import type { SsoConnectionOptions, SsoOptions, SsoPlugin } from '@who/sso';
import { expectTypeOf, it } from 'vitest';
import {
  type SesameErrorCode,
  type SesameOptions,
  type SesamePageCode,
  type SesamePlainCode,
  sesame,
} from '../src/index.js';

it('has these options', () => {
  type Own = Omit<SesameOptions, keyof (SsoOptions & SsoConnectionOptions)>;
  expectTypeOf<Own>().toEqualTypeOf<{ readonly sesameUrl: string; readonly secrets: readonly [string, ...string[]] }>();
  expectTypeOf<SesameOptions>().toExtend<SsoOptions & SsoConnectionOptions>();
  expectTypeOf(sesame).parameters.toEqualTypeOf<[SesameOptions]>();
});

it('plays these roles', () => {
  expectTypeOf(sesame).returns.toEqualTypeOf<SsoPlugin>();
  expectTypeOf(sesame).returns.toExtend<Identifier & Authenticator & Challenger>();
  expectTypeOf(sesame).returns.not.toBeAny();
});

it('says which codes there are', () => {
  expectTypeOf<'SESAME_UNAVAILABLE'>().toExtend<SesameErrorCode>();
  expectTypeOf<'SESAME_PASS_REJECTED'>().toExtend<SesamePageCode>();
  expectTypeOf<'SESAME_LOGOUT_REQUEST_INVALID'>().toExtend<SesamePlainCode>();
  expectTypeOf<'SESAME_OTHER'>().not.toExtend<SesameErrorCode | SesamePageCode | SesamePlainCode>();
});
