// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Authentication } from '@who/core';
import type { Authenticator } from '@who/core';
import type { Credentials } from '@who/core';
import type { Encryption } from '@who/secrets';
import type { Exchange } from '@who/core';
import type { FormerCookie } from '@who/cookies';
import type { Hidden } from '@who/core';
import type { HmacSha256 } from '@who/secrets';
import type { Identifier } from '@who/core';
import type { Identity } from '@who/core';
import type { MaybePromise } from '@who/core';
import type { TextSource } from '@who/secrets';

type AuthTktErrorCode = 'TICKET_BAD_USERID' | 'TICKET_BAD_TOKEN' | 'TICKET_BAD_USERDATA' | 'TICKET_BAD_TIMESTAMP' | 'TICKET_NEEDS_IPV4' | 'TICKET_NEEDS_ADDRESS' | 'TICKET_TOO_LARGE' | 'TICKET_NO_SECRETS';

interface AuthTktOptions {
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
  readonly partitioned?: boolean | undefined;
  readonly priority?: 'low' | 'medium' | 'high' | undefined;
  readonly formerCookies?: readonly FormerCookie[] | undefined;
  readonly includeIp?: boolean | undefined;
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
}

type AuthTktWarningCode = 'AUTH_TKT_SHORT_SECRET' | 'AUTH_TKT_MD5';

type Compat = 'repoze' | 'mod_auth_tkt';

type Digest = 'md5' | 'sha256' | 'sha512';

type MaxAge = (identity: Identity, exchange: Exchange) => MaybePromise<number | undefined>;

interface QueryTickets {
  readonly from: readonly [
    string,
    ...string[]
  ];
  readonly maxAgeSeconds?: number | undefined;
}

type Secrets = readonly [
  TextSource,
  ...TextSource[]
] | Exclude<TextSource, string>;

interface Ticket {
  readonly userid: string;
  readonly tokens: readonly string[];
  readonly userdata: string;
  readonly timestampSeconds: number;
}

declare class TicketCredentials extends Credentials {
  readonly ticket: Ticket;
  readonly outdated: boolean;
  readonly remembered: boolean;
  readonly verifiedBy: symbol;
  readonly authentication: Authentication;
  constructor(ticket: Ticket, outdated: boolean, verifiedBy: symbol, remembered?: boolean);
}

type TicketFormat = 'auth_tkt' | 'who1';

interface TicketKey {
  readonly secret: string;
  readonly digest: Digest;
  readonly compat: Compat;
  readonly useridTypes?: 'pyramid' | undefined;
}

type TicketReport = Readonly<Record<string, Value | undefined>>;

interface TicketReportBasis {
  readonly secrets: readonly string[];
  readonly cookieName: string;
  readonly nowSeconds: number;
  readonly audience?: string | undefined;
  readonly address?: string | undefined;
}

interface UserdataFields<Kinds extends Readonly<Record<string, UserdataKind>>> {
  read(userdata: string): UserdataValues<Kinds>;
  write(values: UserdataValues<Kinds>, userdata?: string): string;
}

type UserdataKind = 'text' | 'integer' | 'boolean';

type UserdataValues<Kinds extends Readonly<Record<string, UserdataKind>>> = {
  readonly [Name in keyof Kinds]?: ValueOf<Kinds[Name]> | undefined;
};

type Value = string | number | boolean | readonly string[] | readonly Readonly<Record<string, string>>[];

type ValueOf<Kind extends UserdataKind> = {
  text: string;
  integer: number;
  boolean: boolean;
}[Kind];

declare class Who1Key extends Hidden {
  #private;
  readonly id: string;
  readonly head: string;
  readonly encryptUserdata: boolean;
  readonly hmac: HmacSha256;
  constructor(secret: string, use: Who1Use);
  get encryption(): Encryption;
}

interface Who1Use {
  readonly cookieName: string;
  readonly audience?: string | undefined;
  readonly encryptUserdata?: boolean | undefined;
}

declare function authTkt(options: AuthTktOptions): Identifier & Authenticator;

declare function decodeCookieValue(value: string): string | undefined;

declare function decodePythonCookieValue(value: string): string | undefined;

declare function encodeCookieValue(ticket: string, compat: Compat): string;

declare function mintTicket(ticket: Ticket, key: TicketKey, address?: string): string;

declare function mintWho1(ticket: Ticket, key: Who1Key, address?: string): string;

declare function readTicket(bytes: string, key: TicketKey, address?: string): Ticket | undefined;

declare function readWho1(value: string, key: Who1Key, address?: string): Ticket | undefined;

declare function reportJson(report: object): string;

declare function reportText(report: TicketReport): string;

declare function secretsIn(text: string): string[];

declare function ticketReport(value: string, options: TicketReportBasis): TicketReport;

declare function userdataFields<const Kinds extends Readonly<Record<string, UserdataKind>>>(kinds: Kinds): UserdataFields<Kinds>;

declare function who1Key(secret: string, use: Who1Use): Who1Key;

// @who/plugin-auth-tkt
export {
  AuthTktErrorCode,
  AuthTktOptions,
  AuthTktWarningCode,
  Compat,
  Digest,
  FormerCookie,
  MaxAge,
  QueryTickets,
  Secrets,
  Ticket,
  TicketCredentials,
  TicketFormat,
  TicketKey,
  TicketReport,
  TicketReportBasis,
  UserdataFields,
  UserdataKind,
  UserdataValues,
  Who1Key,
  Who1Use,
  authTkt,
  decodeCookieValue,
  decodePythonCookieValue,
  encodeCookieValue,
  mintTicket,
  mintWho1,
  readTicket,
  readWho1,
  reportJson,
  reportText,
  secretsIn,
  ticketReport,
  userdataFields,
  who1Key,
};
