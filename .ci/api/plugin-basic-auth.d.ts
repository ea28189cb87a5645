// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Challenger } from '@who/core';
import type { Identifier } from '@who/core';
import type { PluginNeeds } from '@who/core';

type BasicAuthErrorCode = 'BAD_OPTION';

interface BasicAuthOptions {
  readonly realm: string;
  readonly rememberer?: string | undefined;
  readonly maxBytes?: number | undefined;
}

interface BasicAuthPlugin extends Identifier, Challenger, Required<Pick<PluginNeeds, 'needs'>> {
}

declare function basicAuth(options: BasicAuthOptions): BasicAuthPlugin;

// @who/plugin-basic-auth
export {
  BasicAuthErrorCode,
  BasicAuthOptions,
  BasicAuthPlugin,
  basicAuth,
};
