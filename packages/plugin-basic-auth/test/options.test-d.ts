import type { Challenger, Identifier } from '@who/core';
import { expectTypeOf, it } from 'vitest';
import { type BasicAuthErrorCode, type BasicAuthOptions, basicAuth } from '../src/index.js';

it('has these options', () => {
  expectTypeOf<BasicAuthOptions>().toEqualTypeOf<{
    readonly realm: string;
    readonly maxBytes?: number | undefined;
  }>();
  expectTypeOf(basicAuth).parameters.toEqualTypeOf<[BasicAuthOptions]>();
  // @ts-expect-error: a realm is needed
  basicAuth({});
});

it('plays these roles', () => {
  expectTypeOf(basicAuth).returns.toEqualTypeOf<Identifier & Challenger>();
  expectTypeOf(basicAuth).returns.not.toBeAny();
  expectTypeOf<BasicAuthErrorCode>().toEqualTypeOf<'BAD_OPTION'>();
});
