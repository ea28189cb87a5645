import type { SsoErrorCode, SsoPageCode, SsoPlainCode } from '@who/sso';

/** Codes of the errors that this plugin throws. Every one ends the request. */
export type SamlErrorCode =
  | SsoErrorCode<'SAML'>
  /** The identity provider wants requests signed, and there is no `privateKey` (500). */
  | 'SAML_KEY_MISSING';

/** Codes with which this plugin answers programs, as plain text. */
export type SamlPlainCode = SsoPlainCode<'SAML'>;

/** Codes that this plugin shows on its own error pages. */
export type SamlPageCode =
  | SsoPageCode<'SAML', 'RESPONSE'>
  /** The identity provider does not say who it is, or not as `userid` wants it (403). */
  | 'SAML_USERID_MISSING';
