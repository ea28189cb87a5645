import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Metadata, Who, WhoApi } from '@who/core';

/**
 * Where an application registers its engine, so that `req.who` has the type of its metadata.
 *
 * @example
 * declare module '@who/connect' {
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

/** For adapters: the metadata of whatever engine stands in a register. */
export type MetadataOf<R> = R extends { readonly who: Who<infer M extends object> } ? M : Metadata;

/** Goes on with the next middleware, or with the error handlers. */
// biome-ignore lint/suspicious/noExplicitAny: with `unknown` it would not fit frameworks that name their errors (Polka)
export type Next = (error?: any) => void;

/** A middleware of Connect, Express and everything else that calls `(req, res, next)`. */
export type Middleware = (req: IncomingMessage, res: ServerResponse, next: Next) => void;

declare module 'node:http' {
  interface IncomingMessage {
    /** What `@who/connect` knows about this request. Set by `whoMiddleware` and `whoListener`. */
    who: RegisteredApi;
    /** Who is signed in, by userid; `undefined` when nobody is. */
    remoteUser?: string | undefined;
  }
}

declare module 'node:http2' {
  interface Http2ServerRequest {
    /** What `@who/connect` knows about this request. Set by `whoMiddleware` and `whoListener`. */
    who: RegisteredApi;
    /** Who is signed in, by userid; `undefined` when nobody is. */
    remoteUser?: string | undefined;
  }
}
