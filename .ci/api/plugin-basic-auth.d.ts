// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Challenger } from '@who/core';
import type { Identifier } from '@who/core';

type BasicAuthErrorCode = 'BAD_OPTION';

interface BasicAuthOptions {
  readonly realm: string;
  readonly maxBytes?: number | undefined;
}

declare function basicAuth(options: BasicAuthOptions): Identifier & Challenger;

// @who/plugin-basic-auth
export {
  BasicAuthErrorCode,
  BasicAuthOptions,
  basicAuth,
};
