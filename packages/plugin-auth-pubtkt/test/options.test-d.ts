import type { KeyObject } from 'node:crypto';
import type {
  Authenticator,
  Challenger,
  Credentials,
  Exchange,
  Identifier,
  MaybePromise,
  PasswordCredentials,
  PasswordLogin,
  WhoOptions,
} from '@who/core';
import type { TextSource } from '@who/secrets';
import { expectTypeOf, it } from 'vitest';
import {
  type AuthPubtkt,
  type AuthPubtktErrorCode,
  type AuthPubtktOptions,
  type AuthPubtktWarningCode,
  authPubtkt,
  type Bauth,
  openBauth,
  type Pubtkt,
  type PubtktCredentials,
  type PubtktDigest,
  type PubtktKey,
  type PubtktRefusal,
  type PubtktSigningOptions,
  readPubtkt,
  sealBauth,
  signPubtkt,
} from '../src/index.js';

it('has these options', () => {
  expectTypeOf<Required<AuthPubtktOptions>>().toEqualTypeOf<
    Required<{
      readonly publicKeys?: TextSource | readonly TextSource[] | undefined;
      readonly digest?: PubtktDigest | undefined;
      readonly oldDigests?: readonly PubtktDigest[] | undefined;
      readonly keyTypes?: readonly ('rsa' | 'dsa')[] | undefined;
      readonly reloadSeconds?: number | undefined;
      readonly tokens?: readonly string[] | undefined;
      readonly requireMultifactor?: boolean | undefined;
      readonly checkIp?: boolean | undefined;
      readonly clockSkewSeconds?: number | undefined;
      readonly bauth?: 'plain' | { readonly key: string } | undefined;
      readonly signing?: PubtktSigningOptions | undefined;
      readonly loginUrl?: string | undefined;
      readonly timeoutUrl?: string | undefined;
      readonly postTimeoutUrl?: string | undefined;
      readonly unauthUrl?: string | undefined;
      readonly multifactorUrl?: string | undefined;
      readonly badIpUrl?: string | undefined;
      readonly refreshUrl?: string | false | undefined;
      readonly backParam?: string | undefined;
      readonly cookieName?: string | undefined;
      readonly path?: string | undefined;
      readonly domain?: string | undefined;
      readonly secure?: boolean | undefined;
      readonly httpOnly?: boolean | undefined;
      readonly sameSite?: 'lax' | 'strict' | 'none' | undefined;
      readonly isUserAllowed?: ((userid: string) => MaybePromise<boolean>) | undefined;
      readonly isRevoked?: ((ticket: Pubtkt) => MaybePromise<boolean>) | undefined;
      readonly verifiedTickets?: number | undefined;
    }>
  >();
  expectTypeOf<PubtktSigningOptions['privateKey']>().toEqualTypeOf<TextSource>();
  expectTypeOf(authPubtkt).parameters.toEqualTypeOf<[AuthPubtktOptions]>();
  // @ts-expect-error: no such digest
  authPubtkt({ publicKeys: 'k', digest: 'md5' });
  // @ts-expect-error: a private key is needed to sign
  authPubtkt({ signing: {} });
});

it('plays these roles', () => {
  expectTypeOf(authPubtkt).returns.toEqualTypeOf<AuthPubtkt>();
  expectTypeOf<AuthPubtkt>().toExtend<Identifier & Authenticator & Challenger>();
  expectTypeOf<AuthPubtkt['passwordOf']>().toEqualTypeOf<(exchange: Exchange) => PasswordCredentials | undefined>();
  type Options = WhoOptions<{ ticket: AuthPubtkt }, []>;
  expectTypeOf<'ticket'>().toExtend<NonNullable<Options['identifiers']>[number]>();
  expectTypeOf<'ticket'>().toExtend<NonNullable<Options['authenticators']>[number]>();
  expectTypeOf<'ticket'>().toExtend<NonNullable<Options['challengers']>[number]>();
});

it('has tickets', () => {
  expectTypeOf<Pubtkt>().toEqualTypeOf<{
    readonly userid: string;
    readonly tokens: readonly string[];
    readonly userdata: string;
    readonly validUntilSeconds: number;
    readonly graceAfterSeconds?: number | undefined;
    readonly clientIp?: string | undefined;
    readonly multifactor: boolean;
    readonly bauth?: Bauth | undefined;
  }>();
  expectTypeOf<PubtktKey>().toEqualTypeOf<{ readonly key: KeyObject; readonly digest: PubtktDigest }>();
  expectTypeOf(signPubtkt).toEqualTypeOf<(ticket: Pubtkt, key: PubtktKey, maxUseridBytes?: number) => string>();
  expectTypeOf(readPubtkt).toEqualTypeOf<(bytes: string, keys: readonly PubtktKey[]) => Pubtkt | PubtktRefusal>();
  expectTypeOf(openBauth).toEqualTypeOf<(bauth: Bauth, key?: string) => PasswordCredentials | undefined>();
  expectTypeOf(sealBauth).toEqualTypeOf<(login: PasswordLogin, key?: string) => Bauth>();
  expectTypeOf<PubtktCredentials>().toExtend<Credentials>();
  expectTypeOf<PubtktCredentials['ticket']>().toEqualTypeOf<Pubtkt>();
});

it('has these codes', () => {
  type FieldCode =
    | 'PUBTKT_BAD_USERID'
    | 'PUBTKT_LONG_USERID'
    | 'PUBTKT_BAD_FIELD'
    | 'PUBTKT_LONG_FIELD'
    | 'PUBTKT_BAD_TIME'
    | 'PUBTKT_TOO_LARGE';
  expectTypeOf<AuthPubtktErrorCode>().toEqualTypeOf<FieldCode | 'PUBTKT_NO_KEYS'>();
  expectTypeOf<PubtktRefusal['code']>().toEqualTypeOf<
    FieldCode | 'PUBTKT_UNREADABLE' | 'PUBTKT_REPEATED_FIELD' | 'PUBTKT_NOT_GENUINE'
  >();
  expectTypeOf<AuthPubtktWarningCode>().toEqualTypeOf<
    'AUTH_PUBTKT_SHA1' | 'AUTH_PUBTKT_DSA' | 'AUTH_PUBTKT_SHORT_KEY'
  >();
});
