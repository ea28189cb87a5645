import type { Authenticator, ChallengeDecider, Challenger, Exchange, Identifier, ResponseHead } from '@who/core';
import { expectTypeOf, it } from 'vitest';
import {
  type ApiTokenErrorCode,
  type ApiTokenLookup,
  type ApiTokenOptions,
  type ApiTokenRecord,
  apiToken,
  apiTokenChallengeDecider,
  createApiToken,
} from '../src/index.js';

it('says which errors there are', () => {
  expectTypeOf<ApiTokenErrorCode>().toEqualTypeOf<'BAD_OPTION' | 'API_TOKEN_LOOKUP_FAILED' | 'API_TOKEN_BAD_RECORD'>();
});

it('has these options', () => {
  expectTypeOf<ApiTokenOptions>().toEqualTypeOf<{
    readonly realm: string;
    readonly tokens?: readonly ApiTokenRecord[] | undefined;
    readonly lookup?: ApiTokenLookup | undefined;
    readonly lookupTimeoutMs?: number | undefined;
    readonly maxLookups?: number | undefined;
    readonly header?: string | undefined;
    readonly maxBytes?: number | undefined;
  }>();
  expectTypeOf<ApiTokenRecord>().toEqualTypeOf<{
    readonly userid: string;
    readonly sha256: string;
    readonly scopes?: readonly string[] | undefined;
    readonly expiresAtMs?: number | undefined;
  }>();
  expectTypeOf(apiToken).parameters.toEqualTypeOf<[ApiTokenOptions]>();
});

it('takes no token in plain text', () => {
  // @ts-expect-error: a record has a digest
  apiToken({ realm: 'Example', tokens: [{ userid: 'alice', token: 'who_abc' }] });
});

it('takes lookups that answer at once and later', () => {
  expectTypeOf((_: string) => undefined).toExtend<ApiTokenLookup>();
  expectTypeOf(async (_: string) => null).toExtend<ApiTokenLookup>();
  expectTypeOf(async (sha256: string) => ({ userid: 'alice', sha256 })).toExtend<ApiTokenLookup>();
  expectTypeOf(async (userid: string) => ({ userid })).not.toExtend<ApiTokenLookup>();
});

it('plays these roles', () => {
  expectTypeOf(apiToken).returns.toEqualTypeOf<Identifier & Authenticator & Challenger>();
  expectTypeOf(apiToken).returns.not.toBeAny();
  expectTypeOf(apiTokenChallengeDecider).toEqualTypeOf<(exchange: Exchange, response: ResponseHead) => boolean>();
  expectTypeOf(apiTokenChallengeDecider).toExtend<ChallengeDecider>();
});

it('makes tokens', () => {
  expectTypeOf(createApiToken('a_')).toEqualTypeOf<{ readonly token: string; readonly sha256: string }>();
});
