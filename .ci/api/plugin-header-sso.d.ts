// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Authenticator } from '@who/core';
import type { Challenger } from '@who/core';
import type { Identifier } from '@who/core';
import type { MetadataProvider } from '@who/core';

type HeaderSsoErrorCode = 'BAD_OPTION';

interface HeaderSsoMetadata {
  readonly displayName: string;
}

interface HeaderSsoOptions {
  readonly header: string;
  readonly maxBytes?: number | undefined;
  readonly secrets: Readonly<Record<string, string>>;
  readonly realm: string;
  readonly displayNames: Readonly<Record<string, string>>;
}

declare function headerSso(options: HeaderSsoOptions): Identifier & Authenticator & Challenger & MetadataProvider<HeaderSsoMetadata>;

// @who/plugin-header-sso
export {
  HeaderSsoErrorCode,
  HeaderSsoMetadata,
  HeaderSsoOptions,
  headerSso,
};
