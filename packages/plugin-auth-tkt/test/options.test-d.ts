import type { Authenticator, Credentials, Identifier, MaybePromise, WhoOptions } from '@who/core';
import type { TextSource } from '@who/secrets';
import { expectTypeOf, it } from 'vitest';
import {
  type AuthTktErrorCode,
  type AuthTktOptions,
  type AuthTktWarningCode,
  authTkt,
  type Compat,
  type Digest,
  type FormerCookie,
  type MaxAge,
  mintTicket,
  mintWho1,
  type QueryTickets,
  readTicket,
  readWho1,
  type Secrets,
  type Ticket,
  type TicketCredentials,
  type TicketFormat,
  type TicketKey,
  type Who1Key,
  type Who1Use,
  who1Key,
} from '../src/index.js';

it('has these options', () => {
  expectTypeOf<AuthTktOptions>().toEqualTypeOf<{
    readonly secrets: Secrets;
    readonly reloadSeconds?: number | undefined;
    readonly format?: TicketFormat | undefined;
    readonly oldFormats?: readonly TicketFormat[] | undefined;
    readonly audience?: string | undefined;
    readonly encryptUserdata?: boolean | undefined;
    readonly digest?: Digest | undefined;
    readonly oldDigests?: readonly Digest[] | undefined;
    readonly compat?: Compat | undefined;
    readonly useridTypes?: 'pyramid' | undefined;
    readonly cookieName?: string | undefined;
    readonly path?: string | undefined;
    readonly domain?: string | undefined;
    readonly secure?: boolean | undefined;
    readonly httpOnly?: boolean | undefined;
    readonly sameSite?: 'lax' | 'strict' | 'none' | undefined;
    readonly includeIp?: boolean | undefined;
    readonly partitioned?: boolean | undefined;
    readonly priority?: 'low' | 'medium' | 'high' | undefined;
    readonly formerCookies?: readonly FormerCookie[] | undefined;
    readonly timeoutSeconds?: number | string | false | undefined;
    readonly reissueSeconds?: number | string | false | undefined;
    readonly reissueFraction?: number | undefined;
    readonly maxAgeSeconds?: number | string | MaxAge | undefined;
    readonly clockSkewSeconds?: number | undefined;
    readonly isUserAllowed?: ((userid: string) => MaybePromise<boolean>) | undefined;
    readonly guestUser?: string | undefined;
    readonly isRevoked?: ((ticket: Ticket) => MaybePromise<boolean>) | undefined;
    readonly queryTickets?: QueryTickets | undefined;
    readonly verifiedTickets?: number | undefined;
  }>();
  expectTypeOf<Secrets>().toEqualTypeOf<
    readonly [TextSource, ...TextSource[]] | { readonly file: string } | (() => MaybePromise<string>)
  >();
  expectTypeOf(authTkt).parameters.toEqualTypeOf<[AuthTktOptions]>();
  // @ts-expect-error: at least one secret
  authTkt({ secrets: [] });
  // @ts-expect-error: no such digest
  authTkt({ secrets: ['s'], digest: 'sha1' });
});

it('plays these roles', () => {
  expectTypeOf(authTkt).returns.toEqualTypeOf<Identifier & Authenticator>();
  expectTypeOf(authTkt).returns.not.toBeAny();
  type Options = WhoOptions<{ ticket: ReturnType<typeof authTkt> }, []>;
  expectTypeOf<'ticket'>().toExtend<NonNullable<Options['identifiers']>[number]>();
  expectTypeOf<'ticket'>().toExtend<NonNullable<Options['authenticators']>[number]>();
  expectTypeOf<'ticket'>().not.toExtend<NonNullable<Options['challengers']>[number]>();
});

it('has tickets', () => {
  expectTypeOf<Ticket>().toEqualTypeOf<{
    readonly userid: string;
    readonly tokens: readonly string[];
    readonly userdata: string;
    readonly timestampSeconds: number;
  }>();
  expectTypeOf(mintTicket).toEqualTypeOf<(ticket: Ticket, key: TicketKey, address?: string) => string>();
  expectTypeOf(readTicket).toEqualTypeOf<(bytes: string, key: TicketKey, address?: string) => Ticket | undefined>();
  expectTypeOf(who1Key).toEqualTypeOf<(secret: string, use: Who1Use) => Who1Key>();
  expectTypeOf(mintWho1).toEqualTypeOf<(ticket: Ticket, key: Who1Key, address?: string) => string>();
  expectTypeOf(readWho1).toEqualTypeOf<(value: string, key: Who1Key, address?: string) => Ticket | undefined>();
  expectTypeOf<TicketCredentials>().toExtend<Credentials>();
  expectTypeOf<TicketCredentials['ticket']>().toEqualTypeOf<Ticket>();
});

it('has these codes', () => {
  expectTypeOf<AuthTktErrorCode>().toEqualTypeOf<
    | 'TICKET_BAD_USERID'
    | 'TICKET_BAD_TOKEN'
    | 'TICKET_BAD_USERDATA'
    | 'TICKET_BAD_TIMESTAMP'
    | 'TICKET_NEEDS_IPV4'
    | 'TICKET_NEEDS_ADDRESS'
    | 'TICKET_TOO_LARGE'
    | 'TICKET_NO_SECRETS'
  >();
  expectTypeOf<AuthTktWarningCode>().toEqualTypeOf<'AUTH_TKT_SHORT_SECRET' | 'AUTH_TKT_MD5'>();
});
