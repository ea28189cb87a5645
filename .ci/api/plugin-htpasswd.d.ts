// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Authenticator } from '@who/core';

type HtpasswdErrorCode = 'BAD_OPTION' | 'HTPASSWD_UNREADABLE' | 'HTPASSWD_BUSY' | 'HTPASSWD_CHECK_FAILED' | 'HTPASSWD_CLOSED' | 'HTPASSWD_UNSUPPORTED';

interface HtpasswdOptions {
  readonly file: string;
  readonly maxBcryptCost?: number | undefined;
  readonly maxShaRounds?: number | undefined;
  readonly allowDes?: boolean | undefined;
  readonly maxConcurrent?: number | undefined;
  readonly maxQueued?: number | undefined;
  readonly cacheSeconds?: number | undefined;
  readonly checkIntervalMs?: number | undefined;
  readonly allowEmptyPasswords?: boolean | undefined;
}

declare function htpasswd(options: HtpasswdOptions): Authenticator & {
  close(): void;
};

// @who/plugin-htpasswd
export {
  HtpasswdErrorCode,
  HtpasswdOptions,
  htpasswd,
};
