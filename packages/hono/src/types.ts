import type { Metadata, Who, WhoApi } from '@who/core';

/**
 * What the middleware adds to a Hono application: `c.get('who')` and `c.var.who`.
 *
 * @example
 * const app = new Hono<WhoEnv<typeof who>>();
 */
export interface WhoEnv<W extends object = Who> {
  readonly Variables: { readonly who: WhoApi<W extends Who<infer M extends object> ? M : Metadata> };
}
