import type { MetadataOf } from '@who/connect';
import type { WhoApi } from '@who/core';

/**
 * Where an application registers its engine, so that `ctx.state.who` has the type of its metadata.
 *
 * @example
 * declare module '@who/koa' {
 *   interface Register {
 *     who: typeof who;
 *   }
 * }
 */
// biome-ignore lint/suspicious/noEmptyInterface: applications add to it by declaration merging
export interface Register {}

/** The metadata of the registered engine, or of any engine where none is registered. */
export type RegisteredMetadata = MetadataOf<Register>;

/** The API object of the registered engine. */
export type RegisteredApi = WhoApi<RegisteredMetadata>;

declare module 'koa' {
  interface DefaultState {
    /** What `@who/koa` knows about this request. Set by `whoKoa`. */
    who: RegisteredApi;
    /** Who is signed in, by userid; `undefined` when nobody is. */
    remoteUser?: string | undefined;
  }
}
