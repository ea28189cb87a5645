// What users of the package see. Written by "npx -y pnpm@12 api".

import type { DevAccount } from '@who/dev-server';
import type { DevAttributes } from '@who/dev-server';
import type { DevUser } from '@who/dev-server';
import type { DevUsers } from '@who/dev-server';
import type { KnownUser } from '@who/dev-server';
import type { Logger } from '@who/dev-server';
import type { sampleUsers } from '@who/dev-server';

interface DevOidcClient {
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris?: readonly string[] | undefined;
  readonly backchannelLogoutUri?: string | undefined;
  readonly frontchannelLogoutUri?: string | undefined;
}

interface DevOidcProvider {
  readonly issuer: string;
  readonly port: number;
  readonly users: readonly KnownUser[];
  endSessions(userid?: string): Promise<void>;
  close(): Promise<void>;
}

declare class DevOidcProviderError extends Error {
  readonly code: DevOidcProviderErrorCode;
  constructor(code: DevOidcProviderErrorCode, message: string, cause?: unknown);
}

type DevOidcProviderErrorCode = 'BAD_OPTION' | 'BAD_USERS_FILE' | 'EADDRINUSE' | 'IN_PRODUCTION' | 'LISTEN_FAILED' | 'NOT_LOOPBACK';

interface DevOidcProviderOptions {
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  readonly clients?: readonly DevOidcClient[] | undefined;
  readonly users?: DevUsers | undefined;
  readonly showAccounts?: boolean | undefined;
  readonly backChannelTimeoutMs?: number | undefined;
  readonly now?: (() => number) | undefined;
  readonly logger?: Logger | undefined;
}

declare function startDevOidcProvider(options?: DevOidcProviderOptions): Promise<DevOidcProvider>;

// @who/dev-oidc-provider
export {
  DevAccount,
  DevAttributes,
  DevOidcClient,
  DevOidcProvider,
  DevOidcProviderError,
  DevOidcProviderErrorCode,
  DevOidcProviderOptions,
  DevUser,
  DevUsers,
  Logger,
  sampleUsers,
  startDevOidcProvider,
};
