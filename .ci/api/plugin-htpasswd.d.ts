// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Authenticator } from '@who/core';
import type { HashingOptions } from '@who/passwords';
import type { MetadataProvider } from '@who/core';
import type { Scheme } from '@who/passwords';

declare const HTPASSWD_SCHEMES: readonly Scheme[];

interface Htpasswd extends Authenticator, MetadataProvider<HtpasswdMetadata> {
  close(): void;
}

type HtpasswdErrorCode = 'BAD_OPTION' | 'HTPASSWD_UNREADABLE' | 'HTPASSWD_UNWRITABLE' | 'HTPASSWD_LOCKED' | 'HTPASSWD_BUSY' | 'HTPASSWD_CHECK_FAILED' | 'HTPASSWD_CLOSED' | 'HTPASSWD_UNSUPPORTED';

interface HtpasswdMetadata {
  readonly groups: readonly string[];
}

interface HtpasswdOptions {
  readonly file: string;
  readonly groupFile?: string | undefined;
  readonly allow?: readonly Scheme[] | undefined;
  readonly maxCheckMs?: number | undefined;
  readonly maxConcurrent?: number | undefined;
  readonly maxQueued?: number | undefined;
  readonly cacheSeconds?: number | undefined;
  readonly checkIntervalMs?: number | undefined;
  readonly allowEmptyPasswords?: boolean | undefined;
  readonly upgradeHashes?: HashingOptions | undefined;
}

declare function htpasswd(options: HtpasswdOptions): Htpasswd;

// @who/plugin-htpasswd
export {
  HTPASSWD_SCHEMES,
  Htpasswd,
  HtpasswdErrorCode,
  HtpasswdMetadata,
  HtpasswdOptions,
  htpasswd,
};
