// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Authenticator } from '@who/core';
import type { Challenger } from '@who/core';
import type { Credentials } from '@who/core';
import type { Exchange } from '@who/core';
import type { Identifier } from '@who/core';
import type { MaybePromise } from '@who/core';
import type { ResponseHead } from '@who/core';

declare class ApiTokenCredentials extends Credentials {
  readonly token: string;
  constructor(token: string);
}

type ApiTokenErrorCode = 'BAD_OPTION' | 'API_TOKEN_LOOKUP_FAILED' | 'API_TOKEN_BAD_RECORD';

type ApiTokenLookup = (sha256: string) => MaybePromise<ApiTokenRecord | null | undefined>;

interface ApiTokenOptions {
  readonly realm: string;
  readonly tokens?: readonly ApiTokenRecord[] | undefined;
  readonly lookup?: ApiTokenLookup | undefined;
  readonly lookupTimeoutMs?: number | undefined;
  readonly maxLookups?: number | undefined;
  readonly header?: string | undefined;
  readonly maxBytes?: number | undefined;
}

interface ApiTokenRecord {
  readonly userid: string;
  readonly sha256: string;
  readonly scopes?: readonly string[] | undefined;
  readonly expiresAtMs?: number | undefined;
}

interface NewApiToken {
  readonly token: string;
  readonly sha256: string;
}

declare function apiToken(options: ApiTokenOptions): Identifier & Authenticator & Challenger;

declare function apiTokenChallengeDecider(exchange: Exchange, response: ResponseHead): boolean;

declare function createApiToken(prefix?: string): NewApiToken;

// @who/plugin-api-token
export {
  ApiTokenCredentials,
  ApiTokenErrorCode,
  ApiTokenLookup,
  ApiTokenOptions,
  ApiTokenRecord,
  NewApiToken,
  apiToken,
  apiTokenChallengeDecider,
  createApiToken,
};
