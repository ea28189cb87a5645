// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Context } from 'koa';
import type { IncomingMessage } from 'node:http';
import type { MaybePromise } from '@who/core';
import type { MetadataOf } from '@who/connect';
import type { Middleware } from 'koa';
import type { Predicate } from '@who/core';
import type { Reply } from '@who/core';
import type { Who } from '@who/core';
import type { WhoApi } from '@who/core';
import type { WhoError } from '@who/core';

type KoaErrorCode = 'BAD_OPTION' | 'NO_MIDDLEWARE';

interface Register {
}

type RegisteredApi = WhoApi<RegisteredMetadata>;

type RegisteredMetadata = MetadataOf<Register>;

interface WhoKoaOptions {
  readonly onError?: ((error: WhoError, req: IncomingMessage) => MaybePromise<Reply>) | undefined;
}

declare function guard(predicate: Predicate<RegisteredMetadata>): Middleware;

declare function sendReply({ res, response }: Pick<Context, 'res' | 'response'>, { status, headers, body }: Reply): void;

declare function whoKoa<M extends object>(who: Who<M>, options?: WhoKoaOptions): Middleware;

declare module 'koa' {
  interface DefaultState {
    who: RegisteredApi;
    remoteUser?: string | undefined;
  }
}

// @who/koa
export {
  KoaErrorCode,
  Register,
  RegisteredApi,
  RegisteredMetadata,
  WhoKoaOptions,
  guard,
  sendReply,
  whoKoa,
};
