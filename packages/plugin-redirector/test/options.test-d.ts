import type { Challenger } from '@who/core';
import { expectTypeOf, it } from 'vitest';
import { type RedirectorErrorCode, type RedirectorOptions, redirector } from '../src/index.js';

it('has these options', () => {
  expectTypeOf<RedirectorOptions>().toEqualTypeOf<{
    readonly loginUrl: string;
    readonly cameFromParam?: string | null | undefined;
    readonly reasonParam?: string | undefined;
    readonly reasonHeader?: string | undefined;
  }>();
  expectTypeOf(redirector).parameters.toEqualTypeOf<[RedirectorOptions]>();
  // @ts-expect-error: a login URL is needed
  redirector({});
});

it('plays this role', () => {
  expectTypeOf(redirector).returns.toEqualTypeOf<Challenger>();
  expectTypeOf(redirector).returns.not.toBeAny();
  expectTypeOf<RedirectorErrorCode>().toEqualTypeOf<'BAD_OPTION'>();
});
