// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Authenticator } from '@who/core';
import type { Challenger } from '@who/core';
import type { Credentials } from '@who/core';
import type { Exchange } from '@who/core';
import type { Facts } from '@who/core';
import type { Header } from '@who/core';
import type { HeaderList } from '@who/core';
import type { Identification } from '@who/core';
import type { Identifier } from '@who/core';
import type { Identity } from '@who/core';
import type { Logger } from '@who/core';
import type { MaybePromise } from '@who/core';
import type { OptionNames } from '@who/core';
import type { PluginNeeds } from '@who/core';
import type { Reason } from '@who/core';
import type { Reply } from '@who/core';
import type { ReplyMaker } from '@who/core';
import type { ResponseHead } from '@who/core';
import type { WhoApi } from '@who/core';
import type { WhoError } from '@who/core';

interface Accepted {
  readonly userid: string;
  readonly attributes?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly session?: SessionKey | undefined;
  readonly kept?: Readonly<Record<string, string>> | undefined;
  readonly userdata?: Readonly<Record<string, string>> | undefined;
  readonly tokens?: readonly string[] | undefined;
  readonly isRenewed?: boolean | undefined;
}

interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
  header(name: string): string | undefined;
}

type AnswerPageName = 'MISSING' | 'INVALID' | 'REJECTED';

interface Arrival<Answer = unknown> {
  readonly answer: Answer;
  readonly signIn: SignIn | undefined;
  readonly callbackUrl: string;
}

type Asker = Pick<Exchange, 'now'> & Partial<Pick<Exchange, 'explain'>>;

interface CircuitBreaker {
  waitMs(nowMs: number): number;
  asking(nowMs: number): void;
  answered(): void;
  failed(nowMs: number): void;
}

interface CircuitBreakerOptions {
  readonly maxFailures: number;
  readonly pauseMs: number;
}

type CodeOf<Name extends ReasonName, Prefix extends string, Answer extends string> = Name extends 'BREAKER_OPEN' ? Name : Name extends 'LOGOUT_BY_PEER' ? `${Prefix}_LOGOUT_BY_${Prefix}` : Name extends `ANSWER_${infer Rest}` ? `${Prefix}_${Answer}_${Rest}` : `${Prefix}_${Name}`;

type ConnectionSettings = Resolved<SsoConnectionOptions>;

type Decode = (bytes: Uint8Array, contentType: string | null | undefined) => string;

type Departure = {
  readonly location: string;
} | {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
};

type Ender = Pick<WhoApi, 'exchange' | 'forgetMetadata'>;

type FailureName = 'UNAVAILABLE' | 'TIMEOUT' | 'BUSY' | 'BAD_RESPONSE' | 'RESPONSE_TOO_LARGE' | 'SESSION_STORE_FAILED';

interface Failures<Prefix extends string = string> {
  fail(name: FailureName, message: string, retryAfterMs?: number): WhoError<SsoErrorCode<Prefix>>;
  unreachable(name: 'UNAVAILABLE' | 'TIMEOUT', message: string): WhoError<SsoErrorCode<Prefix>>;
  badResponse(problem: string): WhoError<SsoErrorCode<Prefix>>;
  setUp(name: SetUpName, message: string): WhoError<SsoErrorCode<Prefix>>;
}

type FetchAnswer = (url: string, init?: Partial<Question>) => Promise<Answer>;

type FetchText = (url: string, init?: Partial<Question>, decode?: Decode) => Promise<string>;

interface GuardedStore {
  get(key: string): MaybePromise<unknown>;
  set(key: string, value: unknown, ttlMs: number): MaybePromise<void>;
  delete(key: string): MaybePromise<void>;
  add(key: string, value: unknown, ttlMs: number): MaybePromise<boolean>;
}

interface Html {
  readonly html: string;
}

type LogRefusal = (exchange: Exchange, code: string, reason: string, level?: 'debug' | 'warn') => void;

interface LogoutPath {
  isOurs(identity: Identity): boolean;
  target(identity: Identity): MaybePromise<string>;
  refuse(): Reply;
  tell(isOurs: boolean): void;
}

interface LogoutSettings {
  readonly logoutPath: string | undefined;
  readonly logoutByGet: boolean;
}

type MakeCredentials<Answer> = (arrival: Arrival<Answer>, owner: object) => SsoCredentials<Answer>;

interface Names extends SsoNaming {
  readonly server: string;
  readonly loginPage: string;
  readonly short: string;
  readonly answerWord: string;
}

interface Origin {
  readonly isRenewed?: boolean | undefined;
  readonly sessionId?: string | undefined;
  readonly more?: Readonly<Record<string, string>> | undefined;
}

interface OwnCookie {
  readonly name: string;
  readonly value: string;
  readonly maxAgeSeconds: number;
  readonly crossSite?: boolean | undefined;
}

interface OwnPaths {
  readonly callbackPath: string | undefined;
  readonly logoutPath: string | undefined;
}

declare const PLAIN: readonly Header[];

declare const PRIVATE: readonly Header[];

interface Page {
  readonly status: number;
  readonly title: string;
  readonly body: Html;
  readonly headers?: HeaderList | undefined;
  readonly script?: string | undefined;
  readonly formAction?: string | undefined;
}

type PageName = 'STATE_MISSING' | 'STATE_INVALID' | 'LOOP' | 'LOGOUT_REFUSED';

interface PageSettings {
  readonly policies: readonly SsoPolicy[];
  readonly gatewayPauseSeconds: number;
}

interface PageText {
  readonly status?: 400 | 403 | undefined;
  readonly title?: string | undefined;
  readonly text: string;
}

type PlainAnswer = (name?: PlainName) => Reply;

type PlainName = 'SIGN_IN_REQUIRED' | 'LOGOUT_REQUEST_INVALID' | 'SENDER_REFUSED';

interface Problem {
  readonly code: string;
  readonly reason: string;
  readonly detail?: string | undefined;
  readonly told?: readonly [
    reason: Reason,
    facts?: Facts
  ] | undefined;
}

type Question = Pick<SsoRequest, 'method' | 'headers' | 'body'>;

type ReasonName = keyof typeof texts;

type Received<Answer = unknown> = undefined | {
  readonly problem: Problem;
} | {
  readonly signIns: readonly string[];
  readonly answer?: Answer | undefined;
  readonly isWelcomeUnasked?: boolean | undefined;
};

interface Refused {
  readonly refused: Problem;
  readonly mayRetry?: boolean | undefined;
}

type Resolved<T> = {
  readonly [K in keyof T]-?: Exclude<T[K], undefined>;
};

declare const SSO_CONNECTION_OPTIONS: OptionNames<SsoConnectionOptions>;

declare const SSO_OPTIONS: OptionNames<SsoOptions>;

declare const SSO_SESSIONS_OPTIONS: OptionNames<SsoSessionsOptions>;

interface Seal {
  close(text: string, purpose: string): string;
  open(sealed: unknown, purpose: string): string | undefined;
}

type Secrets = readonly [
  string,
  ...string[]
];

interface SessionKeeper {
  readonly settings: SessionsSettings;
  readonly isAsked: () => boolean;
  knows(short: string): void;
  begin(sessionId: string, session: SsoSession): MaybePromise<boolean>;
  get(sessionId: string): MaybePromise<SsoSession | undefined>;
  end(sessionId: string): MaybePromise<SsoSession | undefined>;
  endAll(mark: string, nowMs: number): MaybePromise<void>;
  once(key: string, ttlMs: number): MaybePromise<boolean>;
}

interface SessionKey {
  readonly id?: string | undefined;
  readonly group?: string | undefined;
  readonly subject?: string | undefined;
}

interface SessionsSettings {
  readonly sessions: GuardedStore;
  readonly ends: GuardedStore;
  readonly marks: GuardedStore;
  readonly seen: GuardedStore;
  readonly part: (name: string, maxEntries: number) => GuardedStore;
  readonly isShared: boolean;
  readonly lifetimeMs: number;
  readonly unknownIsOver: boolean;
  readonly unchecked: {
    readonly requests: boolean;
    readonly signIns: boolean;
  };
  readonly now: () => number;
}

type SetUpName = 'NOT_AUTHENTICATOR' | 'SESSIONS_NOT_ASKED';

interface SignIn {
  readonly id: string;
  readonly publicUrl: string;
  readonly callbackUrl: string;
  readonly cameFrom: string;
  readonly mode: SignInMode;
  readonly begunAtSeconds: number;
  secretFor(purpose: string): string;
}

type SignInMode = 'plain' | 'renew' | 'gateway';

type SsoAsk = 'always' | 'renew' | 'gateway' | 'never';

interface SsoBase<Prefix extends string = string> extends Failures<Prefix> {
  readonly names: Names;
  readonly settings: SsoSettings;
  readonly logRefusal: LogRefusal;
  readonly plainAnswer: PlainAnswer;
  refusePlain(exchange: Exchange, name: PlainName, reason: string): Reply;
  readForm(exchange: Exchange): Promise<URLSearchParams>;
  connection(options: SsoConnectionOptions): SsoConnection;
  once(key: string, ttlMs: number): MaybePromise<boolean>;
  endSessions(who: Ender, key: SessionKey, userid?: string): Promise<void>;
  sessionOf(exchange: Exchange, identity: Identity): MaybePromise<SsoSession | undefined>;
  plugin<Answer>(protocol: SsoProtocol<Answer>, credentials?: MakeCredentials<Answer>): SsoPlugin;
}

interface SsoBody {
  [Symbol.asyncIterator](): {
    next(): Promise<SsoPiece>;
  };
}

interface SsoChecks {
  check(good: boolean, option: string, problem: string): void;
  checkPath(option: string, path: string): string;
  checkFlag(option: string, value: boolean | undefined): boolean;
  checkCount(option: string, value: number, least?: number): number;
  checkChoice<T extends string>(option: string, value: T, choices: readonly T[]): T;
  checkList(option: string, list: readonly string[] | undefined): void;
  checkPart(option: string, part: unknown, names: Readonly<Record<string, true>>): void;
}

interface SsoConnection {
  ask<T>(asker: Asker, question: () => Promise<T>): Promise<T>;
  readonly settings: ConnectionSettings;
  readonly fetchText: FetchText;
  readonly fetchAnswer: FetchAnswer;
  isDown(asker: Asker): boolean;
}

interface SsoConnectionOptions {
  readonly timeoutMs?: number | undefined;
  readonly maxValidations?: number | undefined;
  readonly maxFailures?: number | undefined;
  readonly failurePauseMs?: number | undefined;
  readonly maxResponseBytes?: number | undefined;
  readonly fetch?: SsoFetch | undefined;
}

declare class SsoCredentials<Answer = unknown> extends Credentials implements Arrival<Answer> {
  readonly answer: Answer;
  readonly signIn: SignIn | undefined;
  readonly callbackUrl: string;
  readonly owner: object;
  constructor({ answer, signIn, callbackUrl }: Arrival<Answer>, owner: object);
}

type SsoErrorCode<Prefix extends string = string> = `${Prefix}_${FailureName | SetUpName}`;

type SsoFetch = (url: string, init: SsoRequest) => Promise<SsoResponse>;

interface SsoLogoutOptions {
  readonly logoutPath?: string | undefined;
  readonly logoutByGet?: boolean | undefined;
}

interface SsoNaming<Prefix extends string = string, Answer extends string = string> {
  readonly package: string;
  readonly prefix: Prefix;
  readonly answer: Answer;
  readonly peer: string;
  readonly server?: string | undefined;
  readonly loginPage?: string | undefined;
  readonly urlOption: string;
}

interface SsoOptions extends SsoStateOptions, SsoPageOptions, SsoLogoutOptions {
  readonly rememberer: string;
  readonly sessions?: SsoSessions | undefined;
}

type SsoPageCode<Prefix extends string = string, Answer extends string = string> = `${Prefix}_${PageName}` | `${Prefix}_${Answer}_${AnswerPageName}`;

interface SsoPageOptions {
  readonly policies?: readonly SsoPolicy[] | undefined;
  readonly gatewayPauseSeconds?: number | undefined;
}

interface SsoPiece {
  readonly done?: boolean | undefined;
  readonly value?: Uint8Array | undefined;
}

type SsoPlainCode<Prefix extends string = string> = `${Prefix}_${PlainName}`;

interface SsoPlugin extends Identifier, Authenticator, Challenger, Required<Pick<PluginNeeds, 'needs'>> {
  identify(exchange: Exchange): MaybePromise<Identification | undefined>;
  challenge(exchange: Exchange, response?: ResponseHead): MaybePromise<Reply | undefined>;
  logoutUrl(exchange: Exchange, options?: SsoReturnOptions): MaybePromise<string>;
}

interface SsoPolicy {
  readonly path: string | RegExp;
  readonly ask: SsoAsk;
  readonly methods?: readonly string[] | undefined;
  readonly only?: readonly string[] | undefined;
}

interface SsoProtocol<Answer = unknown> {
  leave(exchange: Exchange, signIn: SignIn): MaybePromise<Departure>;
  receive(exchange: Exchange, form: URLSearchParams | undefined): Received<Answer>;
  verify(exchange: Exchange, arrival: Arrival<Answer>): MaybePromise<Verdict>;
  logoutUrl?(exchange: Exchange, identity: Identity | undefined, returnTo: string): MaybePromise<string | undefined>;
  readonly routes?: readonly SsoRoute[] | undefined;
  isDown?(exchange: Exchange): boolean;
}

type SsoReasonCode<Prefix extends string = string, Answer extends string = string> = {
  [Name in ReasonName]: CodeOf<Name, Prefix, Answer>;
}[ReasonName];

interface SsoRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

interface SsoResponse {
  readonly status: number;
  readonly body: SsoBody | null;
  readonly headers?: {
    get(name: string): string | null | undefined;
  } | undefined;
}

interface SsoReturnOptions {
  readonly returnTo?: string | undefined;
  readonly identity?: Identity | undefined;
}

interface SsoRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  answer(exchange: Exchange): MaybePromise<Identification | undefined>;
}

interface SsoSession {
  readonly userid: string;
  readonly marks?: readonly string[] | undefined;
  readonly begunMs?: number | undefined;
  readonly [kept: string]: unknown;
}

interface SsoSessionStore {
  get(key: string): MaybePromise<unknown>;
  set(key: string, value: unknown, ttlMs: number): MaybePromise<unknown>;
  delete(key: string): MaybePromise<unknown>;
  add?(key: string, value: unknown, ttlMs: number): MaybePromise<boolean>;
}

interface SsoSessions {
  readonly isRevoked: (ticket: {
    readonly userdata: string;
  }) => MaybePromise<boolean>;
}

interface SsoSessionsOptions {
  readonly store?: SsoSessionStore | undefined;
  readonly maxSessions?: number | undefined;
  readonly lifetimeSeconds?: number | undefined;
  readonly unknownSessions?: 'over' | 'alive' | undefined;
  readonly whenStoreFails?: 'refuse' | 'accept' | 'accept-sign-ins' | undefined;
  readonly timeoutMs?: number | undefined;
  readonly now?: (() => number) | undefined;
}

interface SsoSettings extends StateSettings, PageSettings, LogoutSettings, Readonly<Record<'answersMayBePosted' | 'alwaysRenews' | 'keepsAnswer', boolean>> {
  readonly peerUrl: string;
  readonly rememberer: string;
  readonly sessions: SessionKeeper | undefined;
}

interface SsoStateOptions {
  readonly callbackPath?: string | undefined;
  readonly stateSecrets?: readonly [
    string,
    ...string[]
  ] | undefined;
  readonly stateCookieName?: string | undefined;
  readonly stateMaxAgeSeconds?: number | undefined;
  readonly acceptUnsolicited?: boolean | undefined;
}

interface SsoTraits {
  readonly peerUrl: string;
  readonly answersMayBePosted?: boolean | undefined;
  readonly alwaysRenews?: boolean | undefined;
  readonly keepsAnswer?: boolean | undefined;
}

interface SsoWords {
  readonly reasons?: Readonly<Record<string, Reason>> | undefined;
  readonly pages?: Readonly<Record<string, PageText>> | undefined;
}

interface StateSettings extends Resolved<Omit<SsoStateOptions, 'stateSecrets' | 'stateCookieName'>> {
  readonly stateCookie: string;
  readonly stateKeys: Secrets;
  readonly secretKeys: Secrets;
  readonly gatewayKeys: Secrets;
}

interface Userdata {
  write(name: string, origin?: Origin): string;
  cameThrough(identity: Identity, name: string): boolean;
  isRenewed(identity: Identity, name: string): boolean;
  sessionIdIn(userdata: string): string | undefined;
}

type Verdict = Accepted | Refused;

interface XmlDeclaration {
  readonly encoding?: string | undefined;
  readonly version?: string | undefined;
}

interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly attribute: (name: string) => string | undefined;
  readonly localAttributes: readonly (readonly [
    name: string,
    value: string
  ])[];
  readonly resolve: (prefix: string) => string | undefined;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface XmlParser {
  on(event: XmlProblem | 'closetag', handler: () => void): void;
  on(event: 'text' | 'cdata', handler: (text: string) => void): void;
  on(event: 'xmldecl', handler: (declaration: XmlDeclaration) => void): void;
  on(event: 'opentag', handler: (tag: XmlTag) => void): void;
  write(text: string): {
    close(): unknown;
  };
}

type XmlParserClass = new (options: {
  xmlns: true;
  position: false;
  additionalNamespaces: Record<string, string>;
}) => XmlParser;

type XmlProblem = 'error' | 'doctype' | 'comment' | 'processinginstruction' | 'cdata';

interface XmlRules {
  readonly refuse: (problem: string) => Error;
  readonly maxElements: number;
  readonly moreElements?: string | undefined;
  readonly maxDepth: number;
  readonly allowsComments: boolean;
  readonly allowsEncodings: boolean;
  readonly prefixes?: Readonly<Record<string, string>> | undefined;
}

interface XmlTag {
  readonly local: string;
  readonly uri: string;
  readonly attributes: Readonly<Record<string, {
    local: string;
    prefix: string;
    value: string;
  }>>;
  readonly ns: Readonly<Record<string, string>>;
}

declare function checkSecrets(plugin: string, option: string, secrets: unknown): asserts secrets is Secrets;

declare function circuitBreaker({ maxFailures, pauseMs }: CircuitBreakerOptions): CircuitBreaker;

declare function clauseOf({ text }: Reason, facts?: Facts): string;

declare function escapeXml(text: string): string;

declare function floodGate(most: number, periodMs: number, now: () => number): () => boolean;

declare function homeUrl(exchange: Exchange): string;

declare function html(parts: TemplateStringsArray, ...values: readonly (string | Html)[]): Html;

declare function htmlPage({ status, title, body, headers, script, formAction, }: Page): Reply;

declare function instantOf(text: string | undefined): number | undefined;

declare function isLoopback(hostname: string): boolean;

declare function isPageLoad({ method }: Exchange): boolean;

declare function isUnreachable(error: unknown): boolean;

declare function keeperOf(sessions: unknown): SessionKeeper | undefined;

declare function madeUpSecret(plugin: string, option: string): string;

declare function memoryStore(maxEntries: number, now: () => number, onEviction: () => void): SsoSessionStore;

declare function ownCookie(exchange: Exchange, { name, value, maxAgeSeconds, crossSite }: OwnCookie): Header;

declare function ownCookieName(exchange: Exchange, name: string): string;

declare function ownUrl(exchange: Exchange, paths: OwnPaths, cameFrom: string | null | undefined): string;

declare function pathIn(url: string): string;

declare function quoted(text: string): string;

declare function readXml(Parser: XmlParserClass, text: string, rules: XmlRules): XmlElement;

declare function redirect(exchange: Exchange, location: string, headers?: HeaderList): Reply;

declare function refusalLog(plugin: string, reasonOf?: (code: string) => Reason | undefined): LogRefusal;

declare function sealFor(what: string, secrets: Secrets): Seal;

declare function sessionIdOf(peerUrl: string, once: string): string;

declare function sessionsFor(naming: SsoNaming, options: SsoSessionsOptions): SsoSessions;

declare function sharedLogout(exchange: Exchange, { isOurs, target, refuse, tell }: LogoutPath): Reply | ReplyMaker;

declare function ssoBase<const Prefix extends string, const Answer extends string>(naming: SsoNaming<Prefix, Answer>, options: SsoOptions, traits: SsoTraits & SsoWords): SsoBase<Prefix>;

declare function ssoChecks(plugin: string): SsoChecks;

declare function ssoFailures<const Prefix extends string>(naming: SsoNaming<Prefix>): Failures<Prefix>;

declare function ssoReasons<const Prefix extends string, const Answer extends string>(naming: SsoNaming<Prefix, Answer>): Readonly<Record<SsoReasonCode<Prefix, Answer>, Reason>>;

declare function ssoSessions(options?: SsoSessionsOptions): SsoSessions;

declare const texts: {
  readonly NOT_ITS_PATH: {
    readonly text: "The path is none of this plugin, and no policy asks for a sign-in there.";
  };
  readonly NOTHING_POSTED: {
    readonly text: "What was posted has neither a {answer} nor a logout request.";
  };
  readonly POLICY: {
    readonly text: "A policy asks for a sign-in here: \"{ask}\".";
  };
  readonly UNASKED: {
    readonly text: "A {answer} came unasked, and is taken as a proxy has it or \"acceptUnsolicited\" allows it.";
  };
  readonly SENT: {
    readonly text: "The browser is sent to {at}, which sends it back to {publicUrl}{callbackPath}.";
    readonly hint: "Where it comes back elsewhere or {peer} refuses the address, \"publicUrl\" is not the address in the browser.";
  };
  readonly HOST_ELSEWHERE: {
    readonly text: "The request names a Host that is not in \"publicUrl\": the browser comes back to {publicUrl}.";
    readonly hint: "Set \"publicUrl\" to the address in the browser. A cookie of another host does not come along.";
  };
  readonly ASKED_AGAIN: {
    readonly text: "The same page asks for a sign-in again, right after one: round {round} of {maxRounds}.";
    readonly hint: "Name the rememberer \"{rememberer}\" in \"identifiers\" and \"authenticators\"; its cookie has to come back.";
  };
  readonly LOOP: {
    readonly text: "The same page asked for a sign-in again and again, so the browser is not sent round any more.";
    readonly hint: "It wants more than a user who is signed in, or the rememberer is missing or its cookie does not come back.";
  };
  readonly ONCE_MORE: {
    readonly text: "{peer} refused a {answer} that may have timed out on its way: the browser gets another one.";
  };
  readonly SIGN_IN_REQUIRED: {
    readonly text: "A script or a tag of a page cannot be sent to {loginPage}.";
  };
  readonly SIGNED_IN: {
    readonly text: "Somebody is signed in already: nothing is asked.";
  };
  readonly OTHER_ANSWER: {
    readonly text: "Another identifier answers this request.";
  };
  readonly GATEWAY_NO_PAGE: {
    readonly text: "{peer} is asked without a word at page loads only, and this is none.";
  };
  readonly GATEWAY_ASKED: {
    readonly text: "{peer} was asked about this browser within {gatewayPauseSeconds} s: not again.";
  };
  readonly NOBODY_THERE: {
    readonly text: "{peer} was asked without a word, and knows nobody: a stranger gets the page.";
  };
  readonly STATE_MISSING: {
    readonly text: "A {answer} or a state came that this browser has not been sent off with.";
  };
  readonly STATE_INVALID: {
    readonly text: "The state is old, used up, or not of this browser.";
  };
  readonly STATE_PUSHED: {
    readonly text: "Nobody was sent to fetch this {answer}: it was pushed (\"acceptUnsolicited\"), or {peer} lost the query.";
  };
  readonly STATE_UNKNOWN: {
    readonly text: "The address is not one that this plugin has made.";
  };
  readonly STATE_USED: {
    readonly text: "This sign-in has been used already.";
  };
  readonly STATE_OLD: {
    readonly text: "It took longer than \"stateMaxAgeSeconds\", {stateMaxAgeSeconds}.";
  };
  readonly STATE_OTHER_SECRET: {
    readonly text: "The cookie was signed with another secret: all processes need the same \"stateSecrets\", also after a restart.";
  };
  readonly STATE_OTHER_HOST: {
    readonly text: "It began at a Host that is not in \"publicUrl\", so the cookie stayed there and did not come to {publicUrl}.";
    readonly hint: "Set \"publicUrl\" to the address in the browser, or lead all other hosts there.";
  };
  readonly STATE_CROWDED_OUT: {
    readonly text: "Its cookie is gone: it has been used already, or newer sign-ins have taken its place.";
  };
  readonly STATE_OTHER_BROWSER: {
    readonly text: "The browser sent other cookies, but not this one: it has been used already, or began in another browser.";
  };
  readonly STATE_NO_COOKIES: {
    readonly text: "The browser sent no cookie: it keeps none, or this is not the browser in which it began.";
  };
  readonly STATE_NO_COOKIES_HTTPS: {
    readonly text: "The browser sent no cookie: it keeps none, this is not the browser in which it began, or it began over plain http.";
  };
  readonly ANSWER_CAME: {
    readonly text: "{peer} sent the browser back with a {answer}.";
  };
  readonly ANSWER_INVALID: {
    readonly text: "Not exactly one well-formed {answer} came.";
  };
  readonly ANSWER_MISSING: {
    readonly text: "{peer} sent the browser back without a {answer}: nobody has signed in there.";
  };
  readonly ANSWER_REJECTED: {
    readonly text: "{peer} refused the {answer}, or ended the session while it began: nobody is signed in.";
  };
  readonly ACCEPTED: {
    readonly text: "{peer} says whose {answer} it is.";
  };
  readonly SESSION_OVER: {
    readonly text: "{peer} has ended the session while it began.";
  };
  readonly OTHER_CREDENTIALS: {
    readonly text: "These credentials are no {answer} that this plugin has found.";
  };
  readonly UNREACHABLE: {
    readonly text: "{peer} at {at} did not answer, or not in time: {code}.";
    readonly hint: "Try the address from this very machine; look at names, certificates, firewalls and \"timeoutMs\".";
  };
  readonly BUSY: {
    readonly text: "{maxValidations} {answer}s are being validated already (\"maxValidations\").";
  };
  readonly UNUSABLE: {
    readonly text: "What {peer} at {at} answered cannot be used: {code}.";
    readonly hint: "The log has more.";
  };
  readonly BREAKER_OPEN: {
    readonly text: "{peer} did not answer {maxFailures} times in a row, so it is not asked for {failurePauseMs} ms.";
    readonly hint: "Have it answer again, and look at the reasons of the requests before.";
  };
  readonly OTHER_SIGN_IN: {
    readonly text: "This sign-in was not made by {peer}, so its own plugin keeps it.";
  };
  readonly KEPT_BY: {
    readonly text: "It is for \"{rememberer}\" to keep the user signed in.";
  };
  readonly FORGOTTEN_BY: {
    readonly text: "It is for \"{rememberer}\" to forget the user.";
  };
  readonly LOGOUT: {
    readonly text: "The session is ended here, and at {peer}.";
  };
  readonly LOGOUT_HERE: {
    readonly text: "The session did not come from {peer}, so it is ended here only.";
  };
  readonly LOGOUT_REFUSED: {
    readonly text: "Another site sent the browser here to sign the user out: refused.";
  };
  readonly LOGOUT_REQUEST_INVALID: {
    readonly text: "Not exactly one well-formed logout request came.";
  };
  readonly LOGOUT_BY_PEER: {
    readonly text: "{peer} has ended a session.";
  };
  readonly LOGOUT_UNKNOWN: {
    readonly text: "The logout request is about a {answer} that began no session here.";
  };
  readonly SENDER_REFUSED: {
    readonly text: "The sender is not at an address that is allowed.";
  };
};

declare function toldOnce(message: (names: readonly string[]) => string): (logger: Logger, names: readonly string[]) => void;

declare function trimmed(text: string): string;

declare function userdataFor(key: string): Userdata;

declare function wholeMatch({ source, flags }: RegExp): RegExp;

// @who/sso
export {
  Accepted,
  Answer,
  Arrival,
  Asker,
  CircuitBreaker,
  CircuitBreakerOptions,
  ConnectionSettings,
  Decode,
  Departure,
  Ender,
  FailureName,
  Failures,
  FetchAnswer,
  FetchText,
  GuardedStore,
  Html,
  LogRefusal,
  LogoutPath,
  MakeCredentials,
  Names,
  OwnCookie,
  PLAIN,
  PRIVATE,
  Page,
  PageText,
  PlainAnswer,
  PlainName,
  Problem,
  Question,
  Received,
  Refused,
  Resolved,
  SSO_CONNECTION_OPTIONS,
  SSO_OPTIONS,
  SSO_SESSIONS_OPTIONS,
  Seal,
  Secrets,
  SessionKeeper,
  SessionKey,
  SessionsSettings,
  SetUpName,
  SignIn,
  SignInMode,
  SsoAsk,
  SsoBase,
  SsoBody,
  SsoChecks,
  SsoConnection,
  SsoConnectionOptions,
  SsoCredentials,
  SsoErrorCode,
  SsoFetch,
  SsoLogoutOptions,
  SsoNaming,
  SsoOptions,
  SsoPageCode,
  SsoPageOptions,
  SsoPiece,
  SsoPlainCode,
  SsoPlugin,
  SsoPolicy,
  SsoProtocol,
  SsoReasonCode,
  SsoRequest,
  SsoResponse,
  SsoReturnOptions,
  SsoRoute,
  SsoSession,
  SsoSessionStore,
  SsoSessions,
  SsoSessionsOptions,
  SsoSettings,
  SsoStateOptions,
  SsoTraits,
  SsoWords,
  Userdata,
  Verdict,
  XmlDeclaration,
  XmlElement,
  XmlParser,
  XmlParserClass,
  XmlProblem,
  XmlRules,
  XmlTag,
  checkSecrets,
  circuitBreaker,
  clauseOf,
  escapeXml,
  floodGate,
  homeUrl,
  html,
  htmlPage,
  instantOf,
  isLoopback,
  isPageLoad,
  isUnreachable,
  keeperOf,
  madeUpSecret,
  memoryStore,
  ownCookie,
  ownCookieName,
  ownUrl,
  pathIn,
  quoted,
  readXml,
  redirect,
  refusalLog,
  sealFor,
  sessionIdOf,
  sessionsFor,
  sharedLogout,
  ssoBase,
  ssoChecks,
  ssoFailures,
  ssoReasons,
  ssoSessions,
  toldOnce,
  trimmed,
  userdataFor,
  wholeMatch,
};
