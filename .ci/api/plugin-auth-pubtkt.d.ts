// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Authenticator } from '@who/core';
import type { Challenger } from '@who/core';
import type { Credentials } from '@who/core';
import type { Exchange } from '@who/core';
import type { Hidden } from '@who/core';
import type { Identifier } from '@who/core';
import type { KeyObject } from 'node:crypto';
import type { MaybePromise } from '@who/core';
import type { PasswordCredentials } from '@who/core';
import type { PasswordLogin } from '@who/core';
import type { Predicate } from '@who/core';
import type { TextSource } from '@who/secrets';

interface AuthPubtkt extends Identifier, Authenticator, Challenger {
  passwordOf(exchange: Exchange): PasswordCredentials | undefined;
}

type AuthPubtktErrorCode = PubtktFieldCode | 'PUBTKT_NO_KEYS';

interface AuthPubtktOptions extends PubtktTicketOptions, PubtktRedirectOptions, PubtktCookieOptions {
  readonly publicKeys?: TextSource | readonly TextSource[] | undefined;
  readonly digest?: PubtktDigest | undefined;
  readonly oldDigests?: readonly PubtktDigest[] | undefined;
  readonly keyTypes?: readonly PubtktKeyType[] | undefined;
  readonly reloadSeconds?: number | undefined;
  readonly signing?: PubtktSigningOptions | undefined;
}

type AuthPubtktWarningCode = 'AUTH_PUBTKT_SHA1' | 'AUTH_PUBTKT_DSA' | 'AUTH_PUBTKT_SHORT_KEY';

declare class Bauth extends Hidden {
  readonly text: string;
  constructor(text: string);
}

interface Pubtkt {
  readonly userid: string;
  readonly tokens: readonly string[];
  readonly userdata: string;
  readonly validUntilSeconds: number;
  readonly graceAfterSeconds?: number | undefined;
  readonly clientIp?: string | undefined;
  readonly multifactor: boolean;
  readonly bauth?: Bauth | undefined;
}

interface PubtktCookieOptions {
  readonly cookieName?: string | undefined;
  readonly path?: string | undefined;
  readonly domain?: string | undefined;
  readonly secure?: boolean | undefined;
  readonly httpOnly?: boolean | undefined;
  readonly sameSite?: 'lax' | 'strict' | 'none' | undefined;
}

declare class PubtktCredentials extends Credentials {
  readonly ticket: Pubtkt;
  readonly remembered: boolean;
  readonly verifiedBy: symbol;
  constructor({ bauth, ...ticket }: Pubtkt, verifiedBy: symbol, remembered: boolean);
}

type PubtktDigest = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

type PubtktFieldCode = 'PUBTKT_BAD_USERID' | 'PUBTKT_LONG_USERID' | 'PUBTKT_BAD_FIELD' | 'PUBTKT_LONG_FIELD' | 'PUBTKT_BAD_TIME' | 'PUBTKT_TOO_LARGE';

interface PubtktKey {
  readonly key: KeyObject;
  readonly digest: PubtktDigest;
}

type PubtktKeyType = 'rsa' | 'dsa';

interface PubtktRedirectOptions {
  readonly loginUrl?: string | undefined;
  readonly timeoutUrl?: string | undefined;
  readonly postTimeoutUrl?: string | undefined;
  readonly unauthUrl?: string | undefined;
  readonly multifactorUrl?: string | undefined;
  readonly badIpUrl?: string | undefined;
  readonly refreshUrl?: string | false | undefined;
  readonly backParam?: string | undefined;
}

interface PubtktRefusal {
  readonly code: PubtktRefusalCode;
}

type PubtktRefusalCode = PubtktFieldCode | 'PUBTKT_UNREADABLE' | 'PUBTKT_REPEATED_FIELD' | 'PUBTKT_NOT_GENUINE';

interface PubtktSigningOptions {
  readonly privateKey: TextSource;
  readonly timeoutSeconds?: number | undefined;
  readonly graceSeconds?: number | undefined;
  readonly includeIp?: boolean | undefined;
  readonly maxUseridBytes?: number | undefined;
  readonly maxAgeSeconds?: number | undefined;
}

interface PubtktTicketOptions {
  readonly tokens?: readonly string[] | undefined;
  readonly requireMultifactor?: boolean | undefined;
  readonly checkIp?: boolean | undefined;
  readonly clockSkewSeconds?: number | undefined;
  readonly bauth?: 'plain' | {
    readonly key: string;
  } | undefined;
  readonly isUserAllowed?: ((userid: string) => MaybePromise<boolean>) | undefined;
  readonly isRevoked?: ((ticket: Pubtkt) => MaybePromise<boolean>) | undefined;
  readonly verifiedTickets?: number | undefined;
}

declare function authPubtkt(options: AuthPubtktOptions): AuthPubtkt;

declare function decodeCookieValue(value: string): string | undefined;

declare function encodeCookieValue(ticket: string): string;

declare function hasMultifactor(): Predicate;

declare function openBauth({ text }: Bauth, key?: string): PasswordCredentials | undefined;

declare function readPubtkt(bytes: string, keys: readonly PubtktKey[]): Pubtkt | PubtktRefusal;

declare function sealBauth({ login, password }: PasswordLogin, key?: string): Bauth;

declare function signPubtkt(ticket: Pubtkt, { key, digest }: PubtktKey, maxUseridBytes?: number): string;

// @who/plugin-auth-pubtkt
export {
  AuthPubtkt,
  AuthPubtktErrorCode,
  AuthPubtktOptions,
  AuthPubtktWarningCode,
  Bauth,
  Pubtkt,
  PubtktCookieOptions,
  PubtktCredentials,
  PubtktDigest,
  PubtktFieldCode,
  PubtktKey,
  PubtktKeyType,
  PubtktRedirectOptions,
  PubtktRefusal,
  PubtktRefusalCode,
  PubtktSigningOptions,
  PubtktTicketOptions,
  authPubtkt,
  decodeCookieValue,
  encodeCookieValue,
  hasMultifactor,
  openBauth,
  readPubtkt,
  sealBauth,
  signPubtkt,
};
