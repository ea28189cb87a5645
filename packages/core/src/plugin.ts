import type { Credentials } from './credentials.js';
import type { Exchange } from './exchange.js';
import type { Authentication, Identity, Metadata } from './identity.js';
import type { MaybePromise } from './maybe-promise.js';
import type { WhoApi } from './who.js';

/**
 * The whole contract between @who and a plugin.
 *
 * A plugin is an object made by a factory. It plays a role by having that role's methods, and may play several.
 * Every method may return its answer or a promise of it; a method that needs no I/O should return the answer itself.
 *
 * A plugin must not
 * - throw because credentials are not its own or are wrong: it returns `undefined`;
 * - return `undefined` because its backend is down: it throws a `WhoError`, and the request fails with that status;
 * - write to the response, change the request, or keep per-request state anywhere but in `exchange.scratch`;
 * - put a secret into an error, a log line or a header that it did not mean to send.
 */
export type Plugin = Partial<Identifier & Authenticator & Challenger & MetadataProvider<object>> & PluginNeeds;

/** What a plugin needs of those around it. Checked once, when the engine is made. */
export interface PluginNeeds {
  /** Other plugins that it calls: registered name → the role that each has to play, e.g. `{ ticket: 'identifier' }`. */
  readonly needs?: Readonly<Record<string, Role>> | undefined;
  /**
   * The identifier takes headers away from requests that must not have them. It has to see every request, before any
   * other identifier does: an order that limits it by `only` is refused.
   */
  readonly conceals?: boolean | undefined;
}

/** Finds credentials in a request, and keeps or ends the memory of an identity in the browser. */
export interface Identifier {
  /**
   * Looks for credentials. Returns them, or nothing when there are none of this plugin's kind.
   * An {@link Identification} may also answer the request in the application's place, or conceal headers from it.
   */
  identify(exchange: Exchange): MaybePromise<Credentials | Identification | undefined>;
  /** Headers that make the browser remember this identity; nothing when nothing has to change. */
  remember(exchange: Exchange, identity: Identity): MaybePromise<HeaderList | undefined>;
  /** Headers that make the browser forget. At logout and after a failed login there is no identity to name. */
  forget(exchange: Exchange, identity: Identity | undefined): MaybePromise<HeaderList | undefined>;
}

/**
 * Makes an answer that takes the application's place. None replaces nothing: the answer of the identifiers before
 * stands, or the request goes on to the application where they have none either.
 *
 * @param before makes the answer of the identifiers before this one, if they have any: what this one takes the place
 *   of. It is made once, however often it is asked for.
 */
export type ReplyMaker = (
  who: WhoApi,
  before: () => MaybePromise<Reply | undefined>,
) => MaybePromise<Reply | undefined>;

/** What an identifier found, together with what has to happen to the request: at least one of the others. */
export interface Identification {
  readonly credentials?: Credentials | undefined;
  /**
   * An answer that takes the application's place (an early response), or a function that makes it once authentication
   * and metadata are through. Where several identifiers have one, the last that gives any counts.
   */
  readonly reply?: Reply | ReplyMaker | undefined;
  /**
   * Headers that nobody may see from here on, the plugins behind this one included, and trailers of these names. A name
   * stands for all of its spellings: in any case, and with `_` for `-`.
   */
  readonly conceal?: readonly string[] | undefined;
  /** The same for trailers alone. They arrive behind the body; see `mayHaveTrailers`. */
  readonly concealTrailers?: readonly string[] | undefined;
}

/** Decides whether credentials are genuine, and whose they are. */
export interface Authenticator {
  /** Returns who it is; nothing when the credentials are wrong or not of a kind that this plugin knows. */
  authenticate(exchange: Exchange, credentials: Credentials): MaybePromise<Authentication | undefined>;
}

/** Asks for credentials: a redirect to a login page, a 401 with `WWW-Authenticate`, a form. */
export interface Challenger {
  /**
   * Whether it asks in a way that programs understand, i.e. by a 401 with `WWW-Authenticate`. Without it, only
   * navigations get to see its answer: a script or an image could not follow a redirect to a login page.
   */
  readonly anyClient?: boolean | undefined;
  /**
   * Returns the answer that replaces the application's response, or nothing to leave it to the next challenger.
   * The engine adds the headers of `forget` and the application's `Set-Cookie` headers.
   */
  challenge(exchange: Exchange, response: ResponseHead): MaybePromise<Reply | undefined>;
}

/** Adds to what is known about a signed-in user. */
export interface MetadataProvider<M extends object = Metadata> {
  /** Returns entries to be merged into `identity.metadata`, or nothing. */
  addMetadata(exchange: Exchange, identity: Identity): MaybePromise<M | undefined>;
  /** Drops what is kept about this identity, at logout. */
  forgetMetadata?(exchange: Exchange, identity: Identity): MaybePromise<void>;
}

/**
 * Says in one word what kind of request this is (`browser`, `dav`, …). Plugins may be limited to classifications. It
 * goes by what the client says about itself, so nothing may be protected by it.
 */
export type RequestClassifier = (exchange: Exchange) => MaybePromise<string>;

/** Looks at the application's response and says whether it asks for a challenge. */
export type ChallengeDecider = (exchange: Exchange, response: ResponseHead) => MaybePromise<boolean>;

/** The roles that a plugin may play, by their names. */
export interface Roles {
  identifier: Identifier;
  authenticator: Authenticator;
  challenger: Challenger;
  metadataProvider: MetadataProvider<object>;
}

export type Role = keyof Roles;

/** One header line. */
export type Header = readonly [name: string, value: string];

/** Header lines in order. A list, because `Set-Cookie` repeats. */
export type HeaderList = readonly Header[];

/** A response as data: a challenge or an early response. */
export interface Reply {
  readonly status: number;
  readonly headers?: HeaderList | undefined;
  /** Sent as it is; a string as UTF-8. */
  readonly body?: string | Uint8Array | undefined;
}

/** The head of the response that the application wants to send, before anything of it has left. */
export interface ResponseHead {
  readonly status: number;
  /** The value of a header, several joined by `, `; `undefined` when the application set none. */
  header(name: string): string | undefined;
  /** The application's `Set-Cookie` values. */
  readonly setCookies: readonly string[];
}
