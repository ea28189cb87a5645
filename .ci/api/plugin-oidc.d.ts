// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Exchange } from '@who/core';
import type { Identity } from '@who/core';
import type { JWK } from 'jose';
import type { KeyObject } from 'node:crypto';
import type { SsoConnectionOptions } from '@who/sso';
import type { SsoErrorCode } from '@who/sso';
import type { SsoOptions } from '@who/sso';
import type { SsoPageCode } from '@who/sso';
import type { SsoPlainCode } from '@who/sso';
import type { SsoPlugin } from '@who/sso';

type AccessTokenFor = (exchange: Exchange, identity: Identity) => Promise<string>;

type Claims = Readonly<Record<string, unknown>>;

type OidcAttributes = Readonly<Record<string, readonly string[]>>;

interface OidcClaimsOptions {
  readonly useridClaim?: string | undefined;
  readonly issuerInUserid?: boolean | undefined;
  readonly acceptUnverifiedEmail?: boolean | undefined;
  readonly userInfo?: boolean | undefined;
  readonly mapClaims?: OidcMapClaims | undefined;
}

type OidcClientAuthentication = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none';

interface OidcClientKey {
  readonly key: string | JWK | KeyObject;
  readonly kid?: string | undefined;
  readonly algorithm?: string | undefined;
}

interface OidcClientOptions {
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly clientKey?: OidcClientKey | undefined;
  readonly clientAuthentication?: OidcClientAuthentication | undefined;
}

type OidcErrorCode = SsoErrorCode<'OIDC'> | 'OIDC_METADATA_UNUSABLE' | 'OIDC_CLIENT_REFUSED' | 'OIDC_USERID_AMBIGUOUS' | 'OIDC_ACCESS_TOKEN_MISSING' | 'OIDC_ACCESS_TOKEN_OVER';

type OidcLogoutChannel = 'back' | 'front' | 'both';

type OidcMapClaims = (claims: Claims) => Readonly<Record<string, unknown>>;

interface OidcOptions extends Omit<SsoOptions, 'acceptUnsolicited'>, OidcProviderOptions, OidcClientOptions, OidcRequestOptions, OidcClaimsOptions, OidcSignOutOptions, OidcTokenOptions, SsoConnectionOptions {
}

type OidcPageCode = SsoPageCode<'OIDC', 'CODE'> | 'OIDC_TOKEN_REJECTED' | 'OIDC_USER_REJECTED';

type OidcPlainCode = SsoPlainCode<'OIDC'>;

interface OidcPlugin extends SsoPlugin {
  readonly accessTokenFor: AccessTokenFor;
}

type OidcPrompt = 'select_account' | 'consent' | 'select_account consent';

interface OidcProviderOptions {
  readonly issuer: string;
  readonly algorithms?: readonly [
    string,
    ...string[]
  ] | undefined;
  readonly clockToleranceSeconds?: number | undefined;
  readonly discoveryMaxAgeSeconds?: number | undefined;
  readonly pushRequests?: boolean | undefined;
}

interface OidcRequestOptions {
  readonly scope?: string | undefined;
  readonly prompt?: OidcPrompt | undefined;
  readonly renew?: boolean | undefined;
  readonly maxAgeSeconds?: number | undefined;
  readonly acrValues?: readonly string[] | undefined;
  readonly amrValues?: readonly string[] | undefined;
  readonly authorizationParameters?: Readonly<Record<string, string>> | undefined;
  readonly responseMode?: OidcResponseMode | undefined;
}

type OidcResponseMode = 'query' | 'form_post';

interface OidcSignOutOptions {
  readonly logoutChannel?: OidcLogoutChannel | undefined;
}

interface OidcTokenOptions {
  readonly keepTokens?: boolean | undefined;
  readonly tokenSecrets?: readonly [
    string,
    ...string[]
  ] | undefined;
}

declare function oidc(options: OidcOptions): OidcPlugin;

// @who/plugin-oidc
export {
  AccessTokenFor,
  Claims,
  OidcAttributes,
  OidcClaimsOptions,
  OidcClientAuthentication,
  OidcClientKey,
  OidcClientOptions,
  OidcErrorCode,
  OidcLogoutChannel,
  OidcMapClaims,
  OidcOptions,
  OidcPageCode,
  OidcPlainCode,
  OidcPlugin,
  OidcPrompt,
  OidcProviderOptions,
  OidcRequestOptions,
  OidcResponseMode,
  OidcSignOutOptions,
  OidcTokenOptions,
  oidc,
};
