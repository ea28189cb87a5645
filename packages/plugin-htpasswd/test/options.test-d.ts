import type { Authenticator } from '@who/core';
import { expectTypeOf, it } from 'vitest';
import { type HtpasswdErrorCode, type HtpasswdOptions, htpasswd } from '../src/index.js';

it('has these options', () => {
  expectTypeOf<HtpasswdOptions>().toEqualTypeOf<{
    readonly file: string;
    readonly maxBcryptCost?: number | undefined;
    readonly maxShaRounds?: number | undefined;
    readonly allowDes?: boolean | undefined;
    readonly maxConcurrent?: number | undefined;
    readonly maxQueued?: number | undefined;
    readonly cacheSeconds?: number | undefined;
    readonly checkIntervalMs?: number | undefined;
    readonly allowEmptyPasswords?: boolean | undefined;
  }>();
  expectTypeOf(htpasswd).parameters.toEqualTypeOf<[HtpasswdOptions]>();
  // @ts-expect-error: a file is needed
  htpasswd({});
});

it('plays this role', () => {
  expectTypeOf(htpasswd).returns.toEqualTypeOf<Authenticator & { close(): void }>();
  expectTypeOf(htpasswd).returns.not.toBeAny();
  expectTypeOf<HtpasswdErrorCode>().toEqualTypeOf<
    | 'BAD_OPTION'
    | 'HTPASSWD_UNREADABLE'
    | 'HTPASSWD_BUSY'
    | 'HTPASSWD_CHECK_FAILED'
    | 'HTPASSWD_CLOSED'
    | 'HTPASSWD_UNSUPPORTED'
  >();
});
