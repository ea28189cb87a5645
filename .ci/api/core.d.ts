// What users of the package see. Written by "npx -y pnpm@12 api".

type Added<P> = P extends MetadataProvider<infer M> ? M : never;

interface AnyWhoOptions extends Omit<WhoOptions<Plugins, [
]>, 'identifiers' | 'authenticators' | 'challengers' | 'metadataProviders'> {
  readonly identifiers?: readonly Entry<string>[] | undefined;
  readonly authenticators?: readonly Entry<string>[] | undefined;
  readonly challengers?: readonly Entry<string>[] | undefined;
  readonly metadataProviders?: readonly Entry<string>[] | undefined;
}

interface Authentication {
  readonly userid: string;
  readonly tokens?: readonly string[] | undefined;
  readonly userdata?: string | undefined;
  readonly metadata?: Metadata | undefined;
}

interface Authenticator {
  readonly authenticates?: readonly (abstract new (...args: never[]) => Credentials)[] | undefined;
  authenticate(exchange: Exchange, credentials: Credentials): MaybePromise<Authentication | undefined>;
}

interface CallEvent extends Pick<StageEvent, 'request' | 'stage' | 'plugin' | 'reasons'> {
  around<T>(call: () => T): T;
}

type ChallengeDecider = (exchange: Exchange, response: ResponseHead) => MaybePromise<boolean>;

interface Challenger {
  readonly anyClient?: boolean | undefined;
  challenge(exchange: Exchange, response: ResponseHead): MaybePromise<Reply | undefined>;
}

interface Conclusion {
  readonly challenge: Reply | undefined;
  readonly headers: HeaderList;
}

type CoreErrorCode = 'BAD_OPTION' | 'BAD_PLUGIN' | 'BAD_ANSWER' | 'BAD_HEADER' | 'BAD_TARGET' | 'BAD_FORM' | 'BODY_USED' | 'FORM_TOO_LARGE' | 'LATE_REMOTE_USER' | 'NOT_ADAPTED' | 'PLUGIN_FAILED';

declare abstract class Credentials extends Hidden {
  readonly remembered?: boolean | undefined;
}

type Entry<Name extends string> = Name | {
  readonly plugin: Name;
  readonly only: readonly string[];
};

interface Exchange {
  readonly classification: string;
  readonly number: number;
  readonly method: string;
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headerLines: readonly string[];
  header(name: string): string | undefined;
  headerValues(name: string): readonly string[];
  readonly mayHaveTrailers: boolean;
  cookie(name: string): string | undefined;
  cookies(name: string): readonly string[];
  readonly peer: Peer | undefined;
  readonly remoteAddress: string | undefined;
  readonly connection: Record<symbol, unknown> | undefined;
  readonly publicUrl: string;
  readonly url: string;
  plugin<R extends Role>(name: string, role: R): Roles[R];
  nameOf(plugin: Plugin): string | undefined;
  readonly scratch: Map<unknown, unknown>;
  readonly logger: Logger;
  readonly explain: Explain | undefined;
  now(): number;
  form(): Promise<URLSearchParams>;
  text(): Promise<string>;
  readonly raw: object;
}

type Explain = (reason: Reason, facts?: Facts) => undefined;

type Facts = Readonly<Record<string, string | number | boolean>>;

interface GivenReason extends Reason {
  readonly facts?: Facts | undefined;
}

type Header = readonly [
  name: string,
  value: string
];

type HeaderList = readonly Header[];

declare abstract class Hidden {
  toString(): string;
  toJSON(): string;
}

interface Identification {
  readonly credentials?: Credentials | undefined;
  readonly reply?: Reply | ReplyMaker | undefined;
  readonly conceal?: readonly string[] | undefined;
  readonly concealTrailers?: readonly string[] | undefined;
}

interface Identifier {
  identify(exchange: Exchange): MaybePromise<Credentials | Identification | undefined>;
  remember(exchange: Exchange, identity: Identity): MaybePromise<HeaderList | undefined>;
  forget(exchange: Exchange, identity: Identity | undefined): MaybePromise<HeaderList | undefined>;
}

declare class Identity<M extends object = Metadata> {
  readonly userid: string;
  readonly identifier: string | undefined;
  readonly authenticator: string | undefined;
  readonly tokens: readonly string[];
  readonly userdata: string;
  readonly metadata: M;
  readonly toJSON: Hidden['toJSON'];
  constructor(authentication: Authentication, identifier?: string, authenticator?: string);
  toString(): string;
}

interface Logger {
  debug(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

interface LoginResult<M extends object = Metadata> {
  readonly identity: Identity<M> | undefined;
  readonly headers: HeaderList;
}

type MaybePromise<T> = T | PromiseLike<T>;

type Metadata = Readonly<Record<string, unknown>>;

type MetadataOf<P extends Plugins, O extends readonly Entry<string>[]> = [
  O[number]
] extends [
  never
] ? Metadata : UnionToIntersection<O[number] extends infer E ? E extends string ? Added<P[E]> : E extends {
  readonly plugin: infer N extends string;
} ? Partial<Added<P[N]>> : never : never> & object;

interface MetadataProvider<M extends object = Metadata> {
  addMetadata(exchange: Exchange, identity: Identity): MaybePromise<M | undefined>;
  forgetMetadata?(exchange: Exchange, identity: Identity): MaybePromise<void>;
}

type NamesOf<P extends Plugins, R> = {
  [N in keyof P]: P[N] extends R ? N : never;
}[keyof P] & string;

type OptionNames<O> = {
  readonly [N in keyof Required<O>]: true;
};

declare const PEER: unique symbol;

declare class PasswordCredentials extends Credentials {
  readonly login: string;
  readonly password: string;
  constructor(login: string, password: string);
}

type PasswordLogin = Pick<PasswordCredentials, 'login' | 'password'>;

interface Peer {
  readonly address?: string | undefined;
  readonly port?: number | undefined;
  readonly isUnixSocket?: boolean | undefined;
  readonly certificate?: PeerCertificate | undefined;
}

interface PeerCertificate {
  readonly fingerprint256: string;
  readonly commonName?: string | undefined;
}

interface PeerSocket {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly server?: {
    address?(): unknown;
  } | null;
  readonly authorized?: boolean;
  getPeerCertificate?(): {
    readonly fingerprint256?: unknown;
    readonly subject?: {
      readonly CN?: unknown;
    };
  };
  [PEER]?: SocketPeer;
}

type Plugin = Partial<Identifier & Authenticator & Challenger & MetadataProvider<object>> & PluginNeeds & Wrapper;

interface PluginNeeds {
  readonly needs?: Readonly<Record<string, Role>> | undefined;
  readonly conceals?: boolean | undefined;
}

type Plugins = Readonly<Record<string, Plugin>>;

type Predicate<M extends object = object> = (identity: Identity<M> | undefined, exchange: Exchange) => MaybePromise<boolean>;

interface PublicUrl {
  readonly href: string;
  readonly host: string;
}

interface Reason {
  readonly code: string;
  readonly text: string;
  readonly hint?: string | undefined;
}

interface Reply {
  readonly status: number;
  readonly headers?: HeaderList | undefined;
  readonly body?: string | Uint8Array | undefined;
  readonly isChallenge?: boolean | undefined;
}

type ReplyMaker = (who: WhoApi, before: () => MaybePromise<Reply | undefined>) => MaybePromise<Reply | undefined>;

type RequestClassifier = (exchange: Exchange) => MaybePromise<string>;

interface ResponseEvent {
  readonly request: number;
  readonly status: number;
  readonly userid: string | undefined;
  readonly isChallenged: boolean;
  readonly code?: string | undefined;
}

interface ResponseHead {
  readonly status: number;
  header(name: string): string | undefined;
  readonly setCookies: readonly string[];
}

type Role = keyof Roles;

interface Roles {
  identifier: Identifier;
  authenticator: Authenticator;
  challenger: Challenger;
  metadataProvider: MetadataProvider<object>;
}

type SignInRefusalCode = 'PASSWORD_EXPIRED' | 'PASSWORD_MUST_CHANGE' | 'ACCOUNT_LOCKED' | 'ACCOUNT_DISABLED';

declare class SocketPeer implements Peer {
  #private;
  constructor(socket: PeerSocket);
  get address(): string | undefined;
  get port(): number | undefined;
  get isUnixSocket(): boolean;
  get certificate(): PeerCertificate | undefined;
}

interface StageEvent {
  readonly request: number;
  readonly method: string;
  readonly path: string;
  readonly stage: StageName;
  readonly plugin: string;
  readonly outcome: 'answered' | 'none' | 'failed';
  readonly startedMs: number;
  readonly durationMs: number;
  readonly classification: string;
  readonly userid?: string | undefined;
  readonly code?: string | undefined;
  readonly reasons: readonly GivenReason[];
}

type StageName = (typeof stageNames)[number];

type UnionToIntersection<U> = (U extends unknown ? (union: U) => void : never) extends (all: infer I) => void ? I : never;

declare const WAY_IN: readonly [
  "classify",
  "identify",
  "authenticate",
  "metadata"
];

declare const WAY_OUT: readonly [
  "reply",
  "decide",
  "challenge",
  "remember",
  "forget",
  "forgetMetadata"
];

interface Who<M extends object = Metadata> {
  readonly options: AnyWhoOptions;
  api(request: WhoRequest, remoteUser?: string): WhoApi<M>;
}

interface WhoApi<M extends object = Metadata> {
  readonly exchange: Exchange;
  readonly identity: Identity<M> | undefined;
  readonly earlyReply: Reply | undefined;
  authenticate(): MaybePromise<Identity<M> | undefined>;
  challenge(response?: ResponseHead, challenger?: string): MaybePromise<Reply | undefined>;
  remember(identity?: Identity): MaybePromise<HeaderList>;
  forget(identity?: Identity): MaybePromise<HeaderList>;
  forgetMetadata(identity?: Identity): MaybePromise<void>;
  login(credentials: Credentials | PasswordLogin, identifier?: string): Promise<LoginResult<M>>;
  logout(identifier?: string): Promise<HeaderList>;
  conclude(response: ResponseHead): MaybePromise<Conclusion>;
}

declare class WhoError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly plugin: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  constructor(message: string, { code, plugin, status, headers, cause }: WhoErrorOptions<Code>);
  static from(error: unknown, plugin: string): WhoError;
}

interface WhoErrorOptions<Code extends string = string> {
  readonly code: Code;
  readonly plugin: string;
  readonly status?: number | undefined;
  readonly headers?: HeaderList | undefined;
  readonly cause?: unknown;
}

interface WhoOptions<P extends Plugins, O extends readonly Entry<NamesOf<P, MetadataProvider<object>>>[]> {
  readonly publicUrl: string | readonly [
    string,
    ...string[]
  ];
  readonly plugins: P;
  readonly identifiers?: readonly Entry<NamesOf<P, Identifier>>[] | undefined;
  readonly authenticators?: readonly Entry<NamesOf<P, Authenticator>>[] | undefined;
  readonly challengers?: readonly Entry<NamesOf<P, Challenger>>[] | undefined;
  readonly metadataProviders?: O | undefined;
  readonly requestClassifier?: RequestClassifier | undefined;
  readonly challengeDecider?: ChallengeDecider | undefined;
  readonly challengeRequests?: 'navigations' | 'all' | undefined;
  readonly maxFormBytes?: number | undefined;
  readonly logger?: Logger | undefined;
  readonly now?: (() => number) | undefined;
}

interface WhoRequest {
  readonly method: string;
  readonly target: string;
  readonly headerLines: readonly string[];
  header(name: string): string | undefined;
  readonly peer: Peer | undefined;
  readonly connection: Record<symbol, unknown> | undefined;
  readonly mayHaveTrailers: boolean;
  readonly parsedBody: unknown;
  peekBody(maxBytes: number): Promise<Uint8Array>;
  concealHeaders(names: readonly string[]): void;
  concealTrailers(names: readonly string[]): void;
  readonly raw: object;
  journey: object | undefined;
}

interface Wrapper {
  readonly wraps?: Plugin | undefined;
}

declare function allOf<M extends object = object>(...predicates: readonly Predicate<M>[]): Predicate<M>;

declare function anyOf<M extends object = object>(...predicates: readonly Predicate<M>[]): Predicate<M>;

declare function apiAwareRequestClassifier(exchange: Exchange): string;

declare function authenticated(): Predicate;

declare function badOption(plugin: string, option: string, problem: string): WhoError<'BAD_OPTION'>;

declare function badTarget(): WhoError;

declare function bodyUsed(): WhoError;

declare function chain<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R>;

declare function checkOptions(plugin: string, options: unknown, names: Readonly<Record<string, true>>): void;

declare function createWho<const P extends Plugins, const O extends readonly Entry<NamesOf<P, MetadataProvider<object>>>[] = [
]>(options: WhoOptions<P, O>): Who<MetadataOf<P, O>>;

declare function defaultChallengeDecider(exchange: Exchange, { status }: ResponseHead): boolean;

declare function defaultRequestClassifier(exchange: Exchange): string;

declare function didYouMean(name: string, known: readonly string[]): string;

declare function formCutOff(): WhoError;

declare function formTooLarge(maxBytes: number): WhoError;

declare function hasToken<Token extends string = string>(...tokens: readonly [
  Token,
  ...Token[]
]): Predicate;

declare function isNavigation(exchange: Exchange): boolean;

declare function isOwnRequest(exchange: Exchange): boolean;

declare function isPromise<T>(value: MaybePromise<T>): value is PromiseLike<T>;

declare function isTarget(method: string | undefined, target: string | undefined): target is string;

declare function isToken(text: string): boolean;

declare function not<M extends object = object>(predicate: Predicate<M>): Predicate<M>;

declare function parseUrl(text: unknown, base?: string): URL | undefined;

declare function passThroughChallengeDecider(exchange: Exchange, response: ResponseHead): boolean;

declare function reasonsOf<const Code extends string>(texts: Readonly<Record<Code, Omit<Reason, 'code'>>>): Readonly<Record<Code, Reason>>;

declare function refusalCodeOf(error: unknown): SignInRefusalCode | undefined;

declare function responseHead(status: number, headers?: HeaderList): ResponseHead;

declare function restrict<M extends object = object>(predicate: Predicate<M>): (who: Pick<WhoApi<M>, 'authenticate' | 'exchange'>) => MaybePromise<401 | 403 | undefined>;

declare function sameOriginUrl(value: string | null | undefined, publicUrl: string): string | undefined;

declare function signInRefusal(plugin: string, code: SignInRefusalCode): WhoError<SignInRefusalCode>;

declare function socketPeer(request: {
  readonly socket?: object | null | undefined;
}): SocketPeer | undefined;

declare function spelling(name: string): string;

declare const stageNames: readonly [
  ...typeof WAY_IN,
  ...typeof WAY_OUT
];

// @who/core
export {
  AnyWhoOptions,
  Authentication,
  Authenticator,
  CallEvent,
  ChallengeDecider,
  Challenger,
  Conclusion,
  CoreErrorCode,
  Credentials,
  Entry,
  Exchange,
  Explain,
  Facts,
  GivenReason,
  Header,
  HeaderList,
  Hidden,
  Identification,
  Identifier,
  Identity,
  Logger,
  LoginResult,
  MaybePromise,
  Metadata,
  MetadataOf,
  MetadataProvider,
  NamesOf,
  OptionNames,
  PasswordCredentials,
  PasswordLogin,
  Peer,
  PeerCertificate,
  Plugin,
  PluginNeeds,
  Plugins,
  Predicate,
  PublicUrl,
  Reason,
  Reply,
  ReplyMaker,
  RequestClassifier,
  ResponseEvent,
  ResponseHead,
  Role,
  Roles,
  SignInRefusalCode,
  SocketPeer,
  StageEvent,
  StageName,
  Who,
  WhoApi,
  WhoError,
  WhoErrorOptions,
  WhoOptions,
  WhoRequest,
  Wrapper,
  allOf,
  anyOf,
  apiAwareRequestClassifier,
  authenticated,
  badOption,
  badTarget,
  bodyUsed,
  chain,
  checkOptions,
  createWho,
  defaultChallengeDecider,
  defaultRequestClassifier,
  didYouMean,
  formCutOff,
  formTooLarge,
  hasToken,
  isNavigation,
  isOwnRequest,
  isPromise,
  isTarget,
  isToken,
  not,
  parseUrl,
  passThroughChallengeDecider,
  reasonsOf,
  refusalCodeOf,
  responseHead,
  restrict,
  sameOriginUrl,
  signInRefusal,
  socketPeer,
  spelling,
  stageNames,
};
