import type { Authenticator, Exchange, MaybePromise, Plugin } from '@who/core';
import { apiToken } from '@who/plugin-api-token';
import { authTkt } from '@who/plugin-auth-tkt';
import { htpasswd } from '@who/plugin-htpasswd';
import type { Redis } from 'ioredis';
import type { Cluster, Redis as Redis5 } from 'ioredis-5';
import type { RateLimiterMySQL, RateLimiterRedis } from 'rate-limiter-flexible';
import { expectTypeOf, it } from 'vitest';
import {
  createLimiter,
  type DeviceOptions,
  deviceCookies,
  type Limited,
  type LimitedOptions,
  type Limiter,
  type LimiterErrorCode,
  type LimiterStore,
  type LimitOptions,
  limited,
  type RedisClient,
  type Where,
} from '../src/index.js';

it('says which errors there are', () => {
  expectTypeOf<LimiterErrorCode>().toEqualTypeOf<
    'BAD_OPTION' | 'LIMITER_TOO_MANY' | 'LIMITER_UNAVAILABLE' | 'LIMITER_CLOSED' | 'LIMITER_UNSUPPORTED'
  >();
});

it('keeps the type of the plugin', () => {
  const users = limited(htpasswd({ file: 'users.htpasswd' }));
  expectTypeOf(users).toEqualTypeOf<Limited<ReturnType<typeof htpasswd>>>();
  expectTypeOf(users.close).toEqualTypeOf<() => void>();
  expectTypeOf(users.limiter).toEqualTypeOf<Limiter>();
  expectTypeOf(limited(apiToken({ realm: 'Example', tokens: [] }))).toExtend<ReturnType<typeof apiToken>>();
  expectTypeOf(users).toExtend<Plugin & Authenticator>();
  expectTypeOf(users).not.toBeAny();
});

it('keeps the type of a plugin that remembers, and takes no other', () => {
  const devices = { secrets: [''] } satisfies DeviceOptions;
  const ticket = deviceCookies(authTkt({ secrets: [''] }), { limiter: createLimiter({ devices }) });
  expectTypeOf(ticket).toEqualTypeOf<ReturnType<typeof authTkt>>();
  // @ts-expect-error: an authenticator remembers nobody
  deviceCookies(htpasswd({ file: '' }), { limiter: createLimiter() });
  // @ts-expect-error: there is no default for secrets
  createLimiter({ devices: {} });
});

it('takes authenticators only', () => {
  // @ts-expect-error: an identifier alone authenticates nobody
  limited({ identify: () => undefined, remember: () => undefined, forget: () => undefined });
});

it('gives back what a check says', () => {
  const limiter = createLimiter();
  const where = { address: undefined };
  expectTypeOf(limiter.attempt(where, {}, () => 1)).toEqualTypeOf<MaybePromise<number>>();
  expectTypeOf(limiter.attempt(where, {}, async () => 'a' as string | undefined)).toEqualTypeOf<
    MaybePromise<string | undefined>
  >();
  expectTypeOf<Exchange>().toExtend<Where>();
});

it('takes clients of ioredis, and limiters of rate-limiter-flexible', () => {
  expectTypeOf<Redis>().toExtend<RedisClient>();
  expectTypeOf<Redis5>().toExtend<RedisClient>();
  expectTypeOf<Cluster>().toExtend<RedisClient>();
  expectTypeOf<RateLimiterRedis>().toExtend<LimiterStore>();
  expectTypeOf<RateLimiterMySQL>().toExtend<LimiterStore>();
});

it('has limits like these', () => {
  expectTypeOf<LimitOptions>().toEqualTypeOf<{
    readonly freeFailures?: number | undefined;
    readonly windowSeconds?: number | undefined;
    readonly firstDelaySeconds?: number | undefined;
    readonly maxDelaySeconds?: number | undefined;
  }>();
  expectTypeOf<LimitedOptions['whenDown']>().toEqualTypeOf<'count-here' | 'let-in' | 'refuse' | undefined>();
});
