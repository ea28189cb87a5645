export type { Claims, OidcAttributes } from './claims/attributes.js';
export type { OidcErrorCode, OidcPageCode, OidcPlainCode } from './errors.js';
export { type OidcPlugin, oidc } from './oidc.js';
export type { OidcClaimsOptions, OidcMapClaims } from './options/claims.js';
export type { OidcClientAuthentication, OidcClientKey, OidcClientOptions } from './options/client.js';
export type { OidcLogoutChannel, OidcSignOutOptions } from './options/logout.js';
export type { OidcProviderOptions } from './options/provider.js';
export type { OidcPrompt, OidcRequestOptions, OidcResponseMode } from './options/request.js';
export type { OidcOptions } from './options.js';
