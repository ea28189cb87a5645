import type { OptionNames } from '@who/core';
import { SSO_CONNECTION_OPTIONS, SSO_OPTIONS, type SsoConnectionOptions, type SsoOptions } from '@who/sso';
import { type ClaimsSettings, type OidcClaimsOptions, resolveClaims } from './options/claims.js';
import { type ClientSettings, type OidcClientOptions, resolveClient } from './options/client.js';
import { type LogoutSettings, type OidcSignOutOptions, resolveLogout } from './options/logout.js';
import { type OidcProviderOptions, type ProviderSettings, resolveProvider } from './options/provider.js';
import { type OidcRequestOptions, type RequestSettings, resolveRequest } from './options/request.js';
import { type OidcTokenOptions, resolveTokens, type TokenSettings } from './options/tokens.js';

/** How `oidc` is set up. */
export interface OidcOptions
  extends Omit<SsoOptions, 'acceptUnsolicited'>,
    OidcProviderOptions,
    OidcClientOptions,
    OidcRequestOptions,
    OidcClaimsOptions,
    OidcSignOutOptions,
    OidcTokenOptions,
    SsoConnectionOptions {}

/** Options with their defaults, checked; those that every sign-in elsewhere has are the base's. */
export interface OidcSettings
  extends ProviderSettings,
    ClientSettings,
    RequestSettings,
    ClaimsSettings,
    LogoutSettings,
    TokenSettings {}

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: OidcOptions): OidcSettings {
  const client = resolveClient(options);
  return {
    ...resolveProvider(options, client.clientSecret !== undefined),
    ...client,
    ...resolveRequest(options),
    ...resolveClaims(options),
    ...resolveLogout(options),
    ...resolveTokens(options),
  };
}

const { acceptUnsolicited: _, ...SHARED } = SSO_OPTIONS;

// The compiler holds it complete.
export const OIDC_OPTIONS: OptionNames<OidcOptions> = {
  ...SHARED,
  ...SSO_CONNECTION_OPTIONS,
  issuer: true,
  algorithms: true,
  clockToleranceSeconds: true,
  discoveryMaxAgeSeconds: true,
  pushRequests: true,
  clientId: true,
  clientSecret: true,
  clientKey: true,
  clientAuthentication: true,
  scope: true,
  prompt: true,
  renew: true,
  maxAgeSeconds: true,
  acrValues: true,
  amrValues: true,
  authorizationParameters: true,
  responseMode: true,
  useridClaim: true,
  issuerInUserid: true,
  acceptUnverifiedEmail: true,
  userInfo: true,
  mapClaims: true,
  logoutChannel: true,
  keepTokens: true,
  tokenSecrets: true,
};
