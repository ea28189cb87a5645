import type {
  Authenticator,
  ChallengeDecider,
  Challenger,
  Identifier,
  MetadataProvider,
  Plugin,
  RequestClassifier,
  WhoApi,
} from './contract.js';
import type { Metadata } from './identity.js';
import type { Logger } from './logger.js';
import type { WhoRequest } from './request.js';

/** Plugins under the names that orders refer to. */
export type Plugins = Readonly<Record<string, Plugin>>;

/** Names of the plugins that play a role. */
export type NamesOf<P extends Plugins, R> = { [N in keyof P]: P[N] extends R ? N : never }[keyof P] & string;

/**
 * An entry of an order: a name, or a name that counts for some classifications only (matched exactly). A classification
 * is what the client says about itself: `only` is for convenience and protects nothing.
 */
export type Entry<Name extends string> = Name | { readonly plugin: Name; readonly only: readonly string[] };

/** What the providers of an order add to an identity. A provider that is limited to classifications may not have run. */
export type MetadataOf<P extends Plugins, O extends readonly Entry<string>[]> = [O[number]] extends [never]
  ? Metadata
  : UnionToIntersection<
      O[number] extends infer E
        ? E extends string
          ? Added<P[E]>
          : E extends { readonly plugin: infer N extends string }
            ? Partial<Added<P[N]>>
            : never
        : never
    > &
      object;

type Added<P> = P extends MetadataProvider<infer M> ? M : never;
type UnionToIntersection<U> = (U extends unknown ? (union: U) => void : never) extends (all: infer I) => void
  ? I
  : never;

/** How an engine is put together. */
export interface WhoOptions<P extends Plugins, O extends readonly Entry<NamesOf<P, MetadataProvider<object>>>[]> {
  /**
   * The application's own URL as browsers see it, e.g. `https://app.example.org`; with a path when a proxy strips one.
   * Or several: the one whose host is the request's `Host` counts, else the first. Redirects and CAS services are
   * built from it, never from `Host` or `X-Forwarded-*` alone.
   */
  readonly publicUrl: string | readonly [string, ...string[]];
  /** Every plugin under a name. */
  readonly plugins: P;
  /** Who looks for credentials, in order of preference: names, or `{ plugin, only }`. @default none */
  readonly identifiers?: readonly Entry<NamesOf<P, Identifier>>[] | undefined;
  /** Who verifies them, in order of preference: names, or `{ plugin, only }`. @default none */
  readonly authenticators?: readonly Entry<NamesOf<P, Authenticator>>[] | undefined;
  /** Who asks for them: the first that answers. Names, or `{ plugin, only }`. @default none */
  readonly challengers?: readonly Entry<NamesOf<P, Challenger>>[] | undefined;
  /** Who adds to `identity.metadata`, in this order: names, or `{ plugin, only }`. @default none */
  readonly metadataProviders?: O | undefined;
  /** Says what kind of request this is. @default defaultRequestClassifier */
  readonly requestClassifier?: RequestClassifier | undefined;
  /** Says whether a response asks for a challenge. @default defaultChallengeDecider */
  readonly challengeDecider?: ChallengeDecider | undefined;
  /**
   * Which requests may be challenged by a redirect or a page. Of others, only challengers for any client are asked
   * (`anyClient`: Basic, bearer tokens), and the application's own 401 keeps its body; without one it goes out as it
   * is. CORS preflights are left alone. `all` redirects images, scripts and `OPTIONS`, too, as repoze.who does.
   *
   * @default 'navigations'
   */
  readonly challengeRequests?: 'navigations' | 'all' | undefined;
  /** The largest form that plugins may read, in bytes; more invites exhaustion of memory. @default 65536 */
  readonly maxFormBytes?: number | undefined;
  /** Where plugins say what an operator should know. @default warnings and errors on standard error */
  readonly logger?: Logger | undefined;
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

/** The options of any engine: names are just text here. */
export interface AnyWhoOptions
  extends Omit<WhoOptions<Plugins, []>, 'identifiers' | 'authenticators' | 'challengers' | 'metadataProviders'> {
  readonly identifiers?: readonly Entry<string>[] | undefined;
  readonly authenticators?: readonly Entry<string>[] | undefined;
  readonly challengers?: readonly Entry<string>[] | undefined;
  readonly metadataProviders?: readonly Entry<string>[] | undefined;
}

/** An engine: made once, asked for each request. */
export interface Who<M extends object = Metadata> {
  /** What it was put together from: to make another one that differs in a part, in tests for instance. */
  readonly options: AnyWhoOptions;
  /**
   * The API object of a request: the same one however often it is asked for.
   *
   * @param request as an adapter makes it: `nodeRequest(req)` of `@who/connect`, for instance
   * @param remoteUser who it is, where a trusted layer above has found out: no plugin is asked then
   * @throws {WhoError} NOT_ADAPTED; LATE_REMOTE_USER when it is known already that it is somebody else, or about to be
   */
  api(request: WhoRequest, remoteUser?: string): WhoApi<M>;
}
