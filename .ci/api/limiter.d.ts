// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Authenticator } from '@who/core';
import type { Credentials } from '@who/core';
import type { Exchange } from '@who/core';
import type { HeaderList } from '@who/core';
import type { Identifier } from '@who/core';
import type { Logger } from '@who/core';
import type { MaybePromise } from '@who/core';

interface DeviceCookiesOptions {
  readonly limiter: Limiter;
}

interface DeviceOptions {
  readonly secrets: readonly (string | Uint8Array)[];
  readonly cookieName?: string | undefined;
  readonly familiarDays?: number | undefined;
}

interface GivenAddress {
  readonly address: string | undefined;
}

interface Guess {
  readonly user?: string | undefined;
  readonly secret?: string | undefined;
  readonly kind?: string | undefined;
}

type KeyOf = (credentials: Credentials) => Guess | undefined;

interface Limit {
  readonly freeFailures: number;
  readonly windowSeconds: number;
  readonly firstDelaySeconds: number;
  readonly maxDelaySeconds: number;
}

interface LimitOptions {
  readonly freeFailures?: number | undefined;
  readonly windowSeconds?: number | undefined;
  readonly firstDelaySeconds?: number | undefined;
  readonly maxDelaySeconds?: number | undefined;
}

type Limited<A extends Authenticator> = A & {
  readonly limiter: Limiter;
};

interface LimitedOptions extends LimiterOptions {
  readonly limiter?: Limiter | undefined;
  readonly key?: KeyOf | undefined;
}

interface Limiter {
  attempt<T>(where: Where, guess: Guess, verify: () => MaybePromise<T>): MaybePromise<T>;
  check(where: Where, guess: Guess): MaybePromise<number>;
  penalise(where: Where, guess: Guess): MaybePromise<void>;
  pardon(where: Where, guess: Guess): MaybePromise<void>;
  deviceCookie(exchange: Exchange, guess: Guess): HeaderList;
  idOf(user: string, kind?: string): string;
  close(): void;
}

type LimiterErrorCode = 'BAD_OPTION' | 'LIMITER_TOO_MANY' | 'LIMITER_UNAVAILABLE' | 'LIMITER_CLOSED' | 'LIMITER_UNSUPPORTED';

interface LimiterEvent {
  readonly event: 'failed' | 'succeeded' | 'refused' | 'down' | 'up';
  readonly limiter: string;
  readonly kind?: string | undefined;
  readonly user?: string | undefined;
  readonly address?: string | undefined;
  readonly isFamiliar?: boolean | undefined;
  readonly failures?: number | undefined;
  readonly scope?: Scope | undefined;
  readonly waitSeconds?: number | undefined;
  readonly error?: string | undefined;
}

interface LimiterOptions {
  readonly pair?: LimitOptions | undefined;
  readonly address?: LimitOptions | undefined;
  readonly user?: LimitOptions | undefined;
  readonly familiarDays?: number | undefined;
  readonly devices?: DeviceOptions | undefined;
  readonly normalizeUser?: ((user: string) => string) | undefined;
  readonly trustedProxies?: readonly string[] | undefined;
  readonly addressHeader?: string | undefined;
  readonly ipv6Bits?: number | undefined;
  readonly url?: string | undefined;
  readonly tls?: RedisTls | undefined;
  readonly client?: RedisClient | undefined;
  readonly store?: LimiterStore | undefined;
  readonly namespace?: string | undefined;
  readonly secret?: string | Uint8Array | undefined;
  readonly timeoutMs?: number | undefined;
  readonly whenDown?: 'count-here' | 'let-in' | 'refuse' | undefined;
  readonly maxKeys?: number | undefined;
  readonly onEvent?: ((event: LimiterEvent) => void) | undefined;
  readonly logger?: Pick<Logger, 'warn'> | undefined;
  readonly now?: (() => number) | undefined;
}

interface LimiterStore {
  penalty(key: string, points: number, options: {
    readonly customDuration: number;
  }): Promise<StoreCount>;
  reward(key: string, points: number, options: {
    readonly customDuration: number;
  }): Promise<StoreCount>;
  get(key: string): Promise<StoreCount | null>;
  set(key: string, points: number, seconds: number): Promise<unknown>;
  delete(key: string): Promise<unknown>;
}

interface Limits {
  readonly pair: Limit;
  readonly address: Limit;
  readonly user: Limit;
}

interface RedisClient {
  readonly status: string;
  defineCommand(name: string, definition: {
    readonly numberOfKeys: number;
    readonly lua: string;
  }): unknown;
  multi(): unknown;
  del(key: string): Promise<number>;
}

interface RedisTls {
  readonly ca?: string | Buffer | readonly (string | Buffer)[] | undefined;
  readonly cert?: string | Buffer | undefined;
  readonly key?: string | Buffer | undefined;
  readonly servername?: string | undefined;
}

type Scope = keyof Limits | 'device';

interface StoreCount {
  readonly consumedPoints: number;
  readonly msBeforeNext: number;
}

type Where = Pick<Exchange, 'remoteAddress' | 'peer' | 'header' | 'headerValues' | 'cookies' | 'publicUrl'> | GivenAddress;

declare function createLimiter(options?: LimiterOptions): Limiter;

declare function deviceCookies<I extends Identifier>(rememberer: I, options: DeviceCookiesOptions): I;

declare function limited<A extends Authenticator>(authenticator: A, options?: LimitedOptions): Limited<A>;

// @who/limiter
export {
  DeviceCookiesOptions,
  DeviceOptions,
  GivenAddress,
  Guess,
  KeyOf,
  LimitOptions,
  Limited,
  LimitedOptions,
  Limiter,
  LimiterErrorCode,
  LimiterEvent,
  LimiterOptions,
  LimiterStore,
  RedisClient,
  RedisTls,
  StoreCount,
  Where,
  createLimiter,
  deviceCookies,
  limited,
};
