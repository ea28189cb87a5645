import { WhoError } from '@who/core';

/** Codes of the errors that this plugin throws. */
export type HeaderSsoErrorCode =
  /** The factory got a bad or an unsafe option. */
  | 'BAD_OPTION'
  /** A copy of the plugin is registered, not the object that `headerSso()` made (500). */
  | 'BAD_PLUGIN'
  /** Somebody signed in through the front end, but this plugin is not among the authenticators (500). */
  | 'HEADER_SSO_NOT_AUTHENTICATOR'
  /** `mapUser` threw, or returned a promise (500). */
  | 'HEADER_SSO_MAP_USER_FAILED';

/** Codes that stand in this plugin's own answers. */
export type HeaderSsoAnswerCode =
  /** A header of the front end came twice, or in two spellings (400). */
  | 'HEADER_SSO_AMBIGUOUS'
  /** A header of the front end came from somebody else, and `untrusted` is `refuse` (400). */
  | 'HEADER_SSO_UNTRUSTED'
  /** The sign-in path was reached without a session at the front end (403). */
  | 'HEADER_SSO_NO_SESSION'
  /** The front end names a user who is not accepted here (403). */
  | 'HEADER_SSO_USER_REFUSED'
  /** A page asks for a sign-in again and again, from somebody who has just signed in (403). */
  | 'HEADER_SSO_LOOP'
  /** The session at the front end ended while a request was under way that cannot be repeated (403). */
  | 'HEADER_SSO_SESSION_ENDED'
  /** Another site asked to sign this browser out (403). */
  | 'HEADER_SSO_LOGOUT_REFUSED';

/** How errors name this package. */
export const PACKAGE = '@who/plugin-header-sso';

/** @returns the error for a sign-in that no authenticator looked at */
export function notAuthenticator(name: string): WhoError<HeaderSsoErrorCode> {
  return new WhoError(`Nobody has checked the user: name ${JSON.stringify(name)} in "authenticators", too.`, {
    code: 'HEADER_SSO_NOT_AUTHENTICATOR',
    plugin: PACKAGE,
  });
}
