import { WhoError } from '@who/core';
import type { SsoErrorCode, SsoPageCode, SsoPlainCode } from '@who/sso';
import { PACKAGE } from './naming.js';

/** Codes of the errors that this plugin throws. Every one ends the request. */
export type OidcErrorCode =
  /** Those of every sign-in elsewhere. */
  | SsoErrorCode<'OIDC'>
  /** What the provider says about itself cannot be used: another issuer, addresses without TLS or none (503). */
  | 'OIDC_METADATA_UNUSABLE'
  /** The provider does not accept this client: its id, secret or key, how it shows them, or what it asks for (500). */
  | 'OIDC_CLIENT_REFUSED'
  /** Several providers sign people in, and nothing says whether userids tell them apart (500). */
  | 'OIDC_USERID_AMBIGUOUS'
  /** No access token is kept of this sign-in, or its session is over (401). */
  | 'OIDC_ACCESS_TOKEN_MISSING'
  /** The access token has expired, and the provider gives no other one (401). */
  | 'OIDC_ACCESS_TOKEN_OVER';

/** Codes with which this plugin answers programs, as plain text. */
export type OidcPlainCode = SsoPlainCode<'OIDC'>;

/** Codes that this plugin shows on its own error pages. */
export type OidcPageCode =
  | SsoPageCode<'OIDC', 'CODE'>
  /** The ID token is not of this provider, not for this sign-in or this client, or over (403). */
  | 'OIDC_TOKEN_REJECTED'
  /** What the provider says about the person is about somebody else, or lacks the userid (403). */
  | 'OIDC_USER_REJECTED';

/** An answer that cannot be understood. The answer itself is not quoted: it may hold tokens. */
export function badResponse(problem: string): WhoError<OidcErrorCode> {
  return failed('OIDC_BAD_RESPONSE', `The provider's answer cannot be used: ${problem}.`);
}

/** What the provider says about itself cannot be used. */
export function badMetadata(problem: string): WhoError<OidcErrorCode> {
  return failed('OIDC_METADATA_UNUSABLE', `What the provider says about itself cannot be used: ${problem}.`);
}

/** @param code an error of OAuth */
export function clientRefused(code: string): WhoError<OidcErrorCode> {
  const problem = `The provider does not accept this client, or what it asks for (${code}): see "clientId" and its secret.`;
  return new WhoError(problem, { code: 'OIDC_CLIENT_REFUSED', plugin: PACKAGE });
}

export function ambiguousUserid(): WhoError<OidcErrorCode> {
  const problem = 'Several providers sign people in: set "issuerInUserid", true or false, of each of them.';
  return new WhoError(problem, { code: 'OIDC_USERID_AMBIGUOUS', plugin: PACKAGE });
}

function failed(code: OidcErrorCode, message: string): WhoError<OidcErrorCode> {
  const headers = [['Retry-After', String(RETRY_AFTER_SECONDS)]] as const;
  return new WhoError(message, { code, plugin: PACKAGE, status: 503, headers });
}

const RETRY_AFTER_SECONDS = 10;
