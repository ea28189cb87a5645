// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Context } from 'hono';
import type { HeaderList } from '@who/core';
import type { Metadata } from '@who/core';
import type { MiddlewareHandler } from 'hono';
import type { Peer } from '@who/core';
import type { Predicate } from '@who/core';
import type { Who } from '@who/core';
import type { WhoApi } from '@who/core';

type HonoErrorCode = 'BAD_OPTION' | 'NO_MIDDLEWARE';

interface WhoEnv<W extends object = Who> {
  readonly Variables: {
    readonly who: WhoApi<W extends Who<infer M extends object> ? M : Metadata>;
  };
}

interface WhoMiddlewareOptions {
  readonly peer?: ((c: Context) => Peer | undefined) | undefined;
  readonly remoteUser?: ((c: Context) => string | undefined) | undefined;
}

declare function addHeaders(c: Context, headers: HeaderList): void;

declare function guard<M extends object = object>(predicate: Predicate<M>): MiddlewareHandler<WhoEnv<Who<M>>>;

declare function whoMiddleware<M extends object>(who: Who<M>, options?: WhoMiddlewareOptions): MiddlewareHandler<WhoEnv<Who<M>>>;

// @who/hono
export {
  HonoErrorCode,
  WhoEnv,
  WhoMiddlewareOptions,
  addHeaders,
  guard,
  whoMiddleware,
};
