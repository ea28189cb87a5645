// What users of the package see. Written by "npx -y pnpm@12 api".

interface DevSamlIdp {
  readonly url: string;
  readonly metadataUrl: string;
  close(): Promise<void>;
}

declare class DevSamlIdpError extends Error {
  readonly code: DevSamlIdpErrorCode;
  constructor(code: DevSamlIdpErrorCode, message: string);
}

type DevSamlIdpErrorCode = 'BAD_OPTION' | 'EADDRINUSE';

interface DevSamlIdpOptions {
  readonly port?: number | undefined;
  readonly users?: readonly DevSamlUser[] | undefined;
  readonly serviceProviders?: readonly DevSamlServiceProvider[] | undefined;
}

interface DevSamlServiceProvider {
  readonly entityId: string;
  readonly logoutUrl: string;
}

interface DevSamlUser {
  readonly userid: string;
  readonly password: string;
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
}

declare function startDevSamlIdp(options?: DevSamlIdpOptions): Promise<DevSamlIdp>;

// @who/dev-saml-idp
export {
  DevSamlIdp,
  DevSamlIdpError,
  DevSamlIdpErrorCode,
  DevSamlIdpOptions,
  DevSamlServiceProvider,
  DevSamlUser,
  startDevSamlIdp,
};
