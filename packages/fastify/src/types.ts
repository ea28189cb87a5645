import type { MetadataOf } from '@who/connect';
import type { WhoApi } from '@who/core';

/**
 * Where an application registers its engine, so that `request.who` has the type of its metadata.
 *
 * @example
 * declare module '@who/fastify' {
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

declare module 'fastify' {
  interface FastifyRequest {
    /** What `@who/fastify` knows about this request. Set by `whoFastify`, where it is registered. */
    who: RegisteredApi;
    /** Who is signed in, by userid; `undefined` when nobody is. */
    remoteUser: string | undefined;
  }
}
