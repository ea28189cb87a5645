// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Challenger } from '@who/core';

type RedirectorErrorCode = 'BAD_OPTION';

interface RedirectorOptions {
  readonly loginUrl: string;
  readonly cameFromParam?: string | null | undefined;
  readonly reasonParam?: string | undefined;
  readonly reasonHeader?: string | undefined;
}

declare function redirector(options: RedirectorOptions): Challenger;

// @who/plugin-redirector
export {
  RedirectorErrorCode,
  RedirectorOptions,
  redirector,
};
