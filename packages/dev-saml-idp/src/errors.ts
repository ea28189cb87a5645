/** Why the server does not start. */
export type DevSamlIdpErrorCode =
  /** An option is bad. */
  | 'BAD_OPTION'
  /** Something else listens there. */
  | 'EADDRINUSE';

/** What is wrong with how the server is started. */
export class DevSamlIdpError extends Error {
  readonly code: DevSamlIdpErrorCode;

  constructor(code: DevSamlIdpErrorCode, message: string) {
    super(`[@who/dev-saml-idp] ${message}`);
    this.code = code;
  }
}
