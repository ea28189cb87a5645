import type { Challenger, Identifier, PluginNeeds } from '@who/core';
import { expectTypeOf, it } from 'vitest';
import { type BasicAuthErrorCode, type BasicAuthOptions, type BasicAuthPlugin, basicAuth } from '../src/index.js';

it('has these options', () => {
  expectTypeOf<BasicAuthOptions>().toEqualTypeOf<{
    readonly realm: string;
    readonly rememberer?: string | undefined;
    readonly maxBytes?: number | undefined;
  }>();
  expectTypeOf(basicAuth).parameters.toEqualTypeOf<[BasicAuthOptions]>();
  // @ts-expect-error: a realm is needed
  basicAuth({});
});

it('plays these roles', () => {
  expectTypeOf(basicAuth).returns.toEqualTypeOf<BasicAuthPlugin>();
  expectTypeOf<BasicAuthPlugin>().toExtend<Identifier & Challenger & Required<Pick<PluginNeeds, 'needs'>>>();
  expectTypeOf(basicAuth).returns.not.toBeAny();
  expectTypeOf<BasicAuthErrorCode>().toEqualTypeOf<'BAD_OPTION'>();
});
