import type { Credentials, PasswordCredentials } from './credentials.js';
import type { Authentication, Identity, Metadata } from './identity.js';
import type { Logger } from './logger.js';
import type { MaybePromise } from './maybe-promise.js';
import type { Explain } from './reason.js';
import type { Peer } from './request.js';

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
export type Plugin = Partial<Identifier & Authenticator & Challenger & MetadataProvider<object>> &
  PluginNeeds &
  Wrapper;

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

/** A plugin that stands in front of another one, a limiter for instance. */
export interface Wrapper {
  /** The other one, whose name it has: `exchange.nameOf` knows both. */
  readonly wraps?: Plugin | undefined;
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
  /**
   * The classes of credentials that it looks at. Every authenticator gets to see all credentials, and one that stands
   * in front of it, a limiter for instance, would take those of others for wrong ones.
   */
  readonly authenticates?: readonly (abstract new (...args: never[]) => Credentials)[] | undefined;
  /**
   * Returns who it is; nothing when the credentials are wrong or not of a kind that this plugin knows.
   *
   * @throws {WhoError} what `signInRefusal` makes, where it may be said why an account signs nobody in
   */
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
  /**
   * Of an answer in the application's place: it asks for credentials itself, or says what was wrong with some. A 401 then
   * goes out as it is, whatever the challenge decider would say. @default false
   */
  readonly isChallenge?: boolean | undefined;
}

/** The head of the response that the application wants to send, before anything of it has left. */
export interface ResponseHead {
  readonly status: number;
  /** The value of a header, several joined by `, `; `undefined` when the application set none. */
  header(name: string): string | undefined;
  /** The application's `Set-Cookie` values. */
  readonly setCookies: readonly string[];
}

/** One request as plugins see it. Everything that has to be parsed is parsed when somebody asks, and once. */
export interface Exchange {
  /** What the request classifier says; empty while one that may fail or take its time has not been asked. */
  readonly classification: string;
  /** Number of the request in this process, by which events on the diagnostics channels name it. */
  readonly number: number;
  readonly method: string;
  /**
   * Path and query as they came, or `*`; also inside a mounted application. Never normalised.
   *
   * @throws {WhoError} BAD_TARGET (400) for any other form
   */
  readonly target: string;
  /** The path without the query, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names and values by turns, in the order in which they came. */
  readonly headerLines: readonly string[];
  /** A header's value as the server gives it, repeated ones joined. `name` in lower case. */
  header(name: string): string | undefined;
  /** Every value that was sent under a header's name, in order. `name` in lower case. */
  headerValues(name: string): readonly string[];
  /** Whether trailers may arrive behind the body: most requests have none. */
  readonly mayHaveTrailers: boolean;
  /** The first value of a cookie, as it was sent: neither unquoted nor decoded. */
  cookie(name: string): string | undefined;
  /** Every value of a cookie, in order, as they were sent. */
  cookies(name: string): readonly string[];
  /** The other end of the connection: the client, or the proxy in front. `undefined` where the server does not tell. */
  readonly peer: Peer | undefined;
  /** Its address, never taken from a header. An IPv4 address is one (`10.0.0.1`), also where the server listens on IPv6. */
  readonly remoteAddress: string | undefined;
  /**
   * Lasts as long as the connection: for what was made of a header that nearly always comes again, under a private
   * symbol. Behind a proxy many clients share a connection, so keep the header beside it and compare. Not everywhere.
   */
  readonly connection: Record<symbol, unknown> | undefined;
  /** The application's own public URL, without a trailing slash. From the configuration, never from headers alone. */
  readonly publicUrl: string;
  /** The absolute URL of this request as the browser sees it; the public URL itself where the target is `*`. */
  readonly url: string;
  /**
   * Another plugin, by its registered name and the role that it plays.
   *
   * @throws {WhoError} BAD_PLUGIN
   */
  plugin<R extends Role>(name: string, role: R): Roles[R];
  /** The name under which a plugin is registered. */
  nameOf(plugin: Plugin): string | undefined;
  /** Space for what a plugin wants to keep during this request. Use the plugin or a private symbol as the key. */
  readonly scratch: Map<unknown, unknown>;
  readonly logger: Logger;
  /**
   * Says why the plugin answers as it does: `exchange.explain?.(reasons.TIMED_OUT, { seconds })`. `undefined` while nobody
   * looks on, so that nothing is made then.
   */
  readonly explain: Explain | undefined;
  /** Milliseconds since 1970, from the engine's clock. */
  now(): number;
  /**
   * The fields of a posted form; empty when the body is not a form. The body stays readable for the application.
   *
   * @throws {WhoError} FORM_TOO_LARGE (413), BAD_FORM (400), BODY_USED
   */
  form(): Promise<URLSearchParams>;
  /**
   * The body as text, whatever kind it says it is of; no larger than a form. It stays readable for the application.
   *
   * @throws {WhoError} FORM_TOO_LARGE (413), BAD_FORM (400), BODY_USED
   */
  text(): Promise<string>;
  /** The server's own request, for plugins that are made for one server. Nothing in it may be changed. */
  readonly raw: object;
}

/** What happens to the application's response. */
export interface Conclusion {
  /** Replaces it. `undefined`: its body goes out as it is. */
  readonly challenge: Reply | undefined;
  /** To be added to its own. Empty with a challenge, which has them already. */
  readonly headers: HeaderList;
}

/** What a login led to. The headers have to be sent either way. */
export interface LoginResult<M extends object = Metadata> {
  readonly identity: Identity<M> | undefined;
  readonly headers: HeaderList;
}

/**
 * One request's view of the engine. Nothing is computed until it is asked for. Methods answer at once where every
 * plugin does, else by a promise; `await` covers both. All of them may fail with a {@link WhoError}.
 */
export interface WhoApi<M extends object = Metadata> {
  readonly exchange: Exchange;
  /** Who is signed in, as far as is known by now: `undefined` before {@link authenticate}, and after a logout. */
  readonly identity: Identity<M> | undefined;
  /** The answer that an identifier gives in the application's place, known after {@link authenticate}. */
  readonly earlyReply: Reply | undefined;

  /** Classifies, identifies, authenticates and adds metadata; once, however often it is called. */
  authenticate(): MaybePromise<Identity<M> | undefined>;
  /**
   * Forgets the identity and asks those challengers in order that suit the request, or the one named.
   *
   * @param response what the application would have sent; its `Set-Cookie` headers survive. @default a bare 401
   * @returns the first answer; `undefined` when no challenger has one
   */
  challenge(response?: ResponseHead, challenger?: string): MaybePromise<Reply | undefined>;
  /** Headers that make the browser remember an identity, by default the current one. */
  remember(identity?: Identity): MaybePromise<HeaderList>;
  /** Headers that make the browser forget an identity, by default the current one. */
  forget(identity?: Identity): MaybePromise<HeaderList>;
  /**
   * Has every metadata provider, whatever it is limited to, drop what it keeps about an identity, by default the
   * current one. One that fails is passed over, with a warning.
   */
  forgetMetadata(identity?: Identity): MaybePromise<void>;
  /**
   * Signs in with credentials from the application, e.g. from a login form, as though the first identifier (or the one
   * named) had found them. At a success all identifiers (or the one named) remember, else all of them forget.
   */
  login(credentials: Credentials | PasswordLogin, identifier?: string): Promise<LoginResult<M>>;
  /** Signs out: every identifier (or the one named) forgets, and so does every metadata provider. */
  logout(identifier?: string): Promise<HeaderList>;
  /** For adapters: decides on a response that is about to leave, once, before anything of it has. */
  conclude(response: ResponseHead): MaybePromise<Conclusion>;
}

/** The fields of a login form. */
export type PasswordLogin = Pick<PasswordCredentials, 'login' | 'password'>;
