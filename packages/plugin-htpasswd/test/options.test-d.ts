import type { Authenticator, MetadataProvider } from '@who/core';
import type { HashingOptions, Scheme } from '@who/passwords';
import { expectTypeOf, it } from 'vitest';
import { type Htpasswd, type HtpasswdErrorCode, type HtpasswdOptions, htpasswd } from '../src/index.js';

it('has these options', () => {
  expectTypeOf<HtpasswdOptions>().toEqualTypeOf<{
    readonly file: string;
    readonly groupFile?: string | undefined;
    readonly allow?: readonly Scheme[] | undefined;
    readonly maxCheckMs?: number | undefined;
    readonly maxConcurrent?: number | undefined;
    readonly maxQueued?: number | undefined;
    readonly cacheSeconds?: number | undefined;
    readonly checkIntervalMs?: number | undefined;
    readonly allowEmptyPasswords?: boolean | undefined;
    readonly upgradeHashes?: HashingOptions | undefined;
  }>();
  expectTypeOf(htpasswd).parameters.toEqualTypeOf<[HtpasswdOptions]>();
  // @ts-expect-error: a file is needed
  htpasswd({});
});

it('plays these roles', () => {
  expectTypeOf(htpasswd).returns.toEqualTypeOf<Htpasswd>();
  expectTypeOf<Htpasswd>().toExtend<Authenticator & MetadataProvider<{ readonly groups: readonly string[] }>>();
  expectTypeOf(htpasswd).returns.not.toBeAny();
  expectTypeOf<HtpasswdErrorCode>().toEqualTypeOf<
    | 'BAD_OPTION'
    | 'HTPASSWD_UNREADABLE'
    | 'HTPASSWD_UNWRITABLE'
    | 'HTPASSWD_LOCKED'
    | 'HTPASSWD_BUSY'
    | 'HTPASSWD_CHECK_FAILED'
    | 'HTPASSWD_CLOSED'
    | 'HTPASSWD_UNSUPPORTED'
  >();
});
