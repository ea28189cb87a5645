// What users of the package see. Written by "npx -y pnpm@12 api".

import type { DevAccount } from '@who/dev-server';
import type { DevAttributes } from '@who/dev-server';
import type { DevUser } from '@who/dev-server';
import type { DevUsers } from '@who/dev-server';
import type { KnownUser } from '@who/dev-server';
import type { Logger } from '@who/dev-server';

interface DevSamlIdp {
  readonly url: string;
  readonly metadataUrl: string;
  readonly users: readonly KnownUser[];
  close(): Promise<void>;
}

declare class DevSamlIdpError extends Error {
  readonly code: DevSamlIdpErrorCode;
  constructor(code: DevSamlIdpErrorCode, message: string, cause?: unknown);
}

type DevSamlIdpErrorCode = 'BAD_OPTION' | 'BAD_USERS_FILE' | 'EADDRINUSE' | 'IN_PRODUCTION' | 'LISTEN_FAILED' | 'NOT_LOOPBACK';

interface DevSamlIdpOptions {
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  readonly users?: DevUsers | undefined;
  readonly showAccounts?: boolean | undefined;
  readonly serviceProviders?: readonly DevSamlServiceProvider[] | undefined;
  readonly logger?: Logger | undefined;
}

interface DevSamlServiceProvider {
  readonly entityId: string;
  readonly logoutUrl: string;
}

declare function startDevSamlIdp(options?: DevSamlIdpOptions): Promise<DevSamlIdp>;

// @who/dev-saml-idp
export {
  DevAccount,
  DevAttributes,
  DevSamlIdp,
  DevSamlIdpError,
  DevSamlIdpErrorCode,
  DevSamlIdpOptions,
  DevSamlServiceProvider,
  DevUser,
  DevUsers,
  Logger,
  startDevSamlIdp,
};
