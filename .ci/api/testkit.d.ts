// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Authentication } from '@who/core';
import type { Authenticator } from '@who/core';
import type { ChallengeDecider } from '@who/core';
import type { Challenger } from '@who/core';
import type { CookieJar } from 'tough-cookie';
import type { Credentials } from '@who/core';
import type { Exchange } from '@who/core';
import type { Explain } from '@who/core';
import type { HeaderList } from '@who/core';
import type { Identifier } from '@who/core';
import type { Identity } from '@who/core';
import type { Logger } from '@who/core';
import type { MaybePromise } from '@who/core';
import type { MetadataProvider } from '@who/core';
import type { Peer } from '@who/core';
import type { Plugin } from '@who/core';
import type { Plugins } from '@who/core';
import type { Predicate } from '@who/core';
import type { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Reason } from '@who/core';
import type { RequestClassifier } from '@who/core';
import type { RequestListener } from 'node:http';
import type { RequestOptions } from 'node:http';
import type { Who } from '@who/core';
import type { WhoApi } from '@who/core';
import type { WhoRequest } from '@who/core';

type AdapterAbility = 'error handlers' | 'guard' | 'remote user' | 'headers above' | 'answer above' | 'HEAD streams' | 'broken streams' | 'raw targets' | 'HTTP/1.1';

interface AdapterEngineParts extends Partial<Identifier & Authenticator & Challenger & MetadataProvider<object>> {
  readonly classify?: RequestClassifier | undefined;
  readonly decide?: ChallengeDecider | undefined;
  readonly challengeRequests?: 'navigations' | 'all' | undefined;
  readonly logger?: Logger | undefined;
  readonly promised?: boolean | undefined;
}

interface AdapterSetup {
  readonly who: Who<object> | undefined;
  readonly application: Application;
  onError(error: unknown): ApplicationResponse;
  readonly predicate: Predicate;
  readonly above: LayerAbove;
}

interface AdapterSubject {
  serve(setup: AdapterSetup): MaybePromise<Pick<TestServer, 'url' | 'close'>>;
  readonly lacks?: Readonly<Partial<Record<AdapterAbility, string>>> | undefined;
  readonly patienceMs?: number | undefined;
}

type Application = (request: ApplicationRequest) => MaybePromise<ApplicationResponse>;

interface ApplicationRequest {
  readonly who: WhoApi<object>;
  readonly userid: string | undefined;
  readonly target: string;
  text(): Promise<string>;
}

interface ApplicationResponse {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body?: string | Uint8Array | Readable | undefined;
}

interface AuthenticatorSubject<P extends Authenticator & Plugin = Authenticator & Plugin> extends Subject<P, keyof Authenticator> {
  readonly users: readonly string[];
  credentials(userid: string, scene: Scene<P>): MaybePromise<Credentials>;
  wrong(userid: string, scene: Scene<P>): MaybePromise<Credentials>;
  odd?(value: unknown): Credentials;
  broken?(): MaybePromise<P>;
}

type Cache = MetadataProvider<object> & Plugin;

interface ChallengeDeciderSubject extends Subject<ChallengeDecider, 'decide'> {
  readonly examples: readonly DeciderExample[];
}

interface ChallengerExample<P> {
  readonly request?: FakeExchangeOptions | undefined;
  readonly responseStatus?: number | undefined;
  prepare?(exchange: Exchange, plugin: P): MaybePromise<unknown>;
  readonly status: number;
}

interface ChallengerSubject<P extends Challenger & Plugin = Challenger & Plugin> extends Subject<P, keyof Challenger> {
  readonly status: number;
  readonly examples?: readonly ChallengerExample<NoInfer<P>>[] | undefined;
  readonly responseHeaders?: readonly string[] | undefined;
  readonly origins?: readonly string[] | undefined;
  readonly declines?: FakeExchangeOptions | undefined;
}

interface Clock {
  now(): number;
  advance(ms: number): void;
}

interface DeciderExample {
  readonly status: number;
  readonly headers?: HeaderList | undefined;
  readonly request?: FakeRequestOptions | undefined;
  prepare?(exchange: Exchange): MaybePromise<unknown>;
  readonly challenge: boolean;
}

interface FakeExchangeOptions extends FakeRequestOptions {
  readonly publicUrl?: string | undefined;
  readonly plugins?: Plugins | undefined;
  readonly classification?: string | undefined;
  readonly now?: (() => number) | undefined;
  readonly logger?: Logger | undefined;
  readonly explain?: ((...given: Parameters<Explain>) => unknown) | undefined;
}

interface FakeRequestOptions {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined;
  readonly body?: string | Uint8Array | undefined;
  readonly parsedBody?: unknown;
  readonly remoteAddress?: string | undefined;
  readonly peer?: Peer | undefined;
  readonly connection?: Record<symbol, unknown> | undefined;
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

interface IdentifierSubject<P extends Identifier & Plugin = Identifier & Plugin> extends Subject<P, keyof Identifier> {
  request(userid: string, scene: Scene<P>): MaybePromise<FakeRequestOptions>;
  claims(credentials: Credentials): string;
  readonly memory: 'own' | 'delegated' | 'none';
  identity?(userid: string): Identity;
  broken?(): MaybePromise<P>;
}

interface LayerAbove {
  readonly remoteUser?: string | undefined;
  readonly headers?: HeaderList | undefined;
  readonly answer?: Promise<ApplicationResponse> | undefined;
}

interface Matchers {
  toBe(expected: unknown): unknown;
  toEqual(expected: unknown): unknown;
  toMatch(expected: RegExp): unknown;
  toContain(expected: unknown): unknown;
  readonly not: Omit<Matchers, 'not'>;
}

interface MetadataCacheSubject<P extends Cache = Cache> extends Subject<P, 'addMetadata' | 'forgetMetadata'> {
  readonly entry?: string | undefined;
  released?(userid: string): object;
  readonly lifetimeMs?: number | undefined;
  readonly maxEntries?: number | undefined;
  broken?(): MaybePromise<P>;
}

interface MetadataProviderSubject<P extends MetadataProvider<object> & Plugin = MetadataProvider<object> & Plugin> extends Subject<P, 'addMetadata' | 'forgetMetadata'> {
  readonly users: readonly string[];
  expected(userid: string): object;
  broken?(): MaybePromise<P>;
}

declare class NamedCredentials extends Credentials {
  readonly name: string;
  constructor(name: string);
}

interface Page {
  readonly url: URL;
  readonly status: number;
  header(name: string): string | undefined;
  readonly setCookies: readonly string[];
  readonly body: string;
  readonly location: URL | undefined;
  readonly via: readonly Page[];
}

interface RequestClassifierSubject extends Subject<RequestClassifier, 'classify'> {
  readonly examples: readonly {
    readonly request: FakeRequestOptions;
    readonly classification: string;
  }[];
}

interface Scene<P> {
  readonly plugin: P;
  readonly clock: Clock;
  readonly log: readonly unknown[];
  exchange(options?: FakeExchangeOptions): Exchange;
  reasons(exchange: Exchange): readonly Reason[];
}

interface Subject<P, Method extends string> {
  create(clock: Clock): MaybePromise<P>;
  dispose?(plugin: P): MaybePromise<void>;
  readonly name?: string | undefined;
  readonly plugins?: Plugins | undefined;
  readonly publicUrl?: string | undefined;
  readonly secrets?: readonly string[] | undefined;
  readonly promises?: readonly Method[] | undefined;
}

interface TestBrowser {
  readonly page: Page | undefined;
  readonly cookies: CookieJar;
  cookie(name: string, url?: string): string | undefined;
  visit(url: string, options?: VisitOptions): Promise<Page>;
  get(url: string, headers?: Headers): Promise<Page>;
  post(url: string, form: Readonly<Record<string, string>>, headers?: Headers): Promise<Page>;
}

interface TestBrowserOptions {
  readonly baseUrl?: string | undefined;
  readonly follow?: boolean | undefined;
  readonly maxRedirects?: number | undefined;
  readonly headers?: Headers | undefined;
  readonly program?: boolean | undefined;
  readonly connection?: Pick<RequestOptions, 'localAddress' | 'socketPath'> & {
    readonly ca?: string | undefined;
  };
}

interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: ((name: string, body: () => unknown) => unknown) & {
    readonly skip: (name: string, body: () => unknown) => unknown;
  };
  readonly expect: (actual: unknown) => Matchers;
}

interface TestServer extends AsyncDisposable {
  readonly url: string;
  close(): Promise<void>;
}

type UserBackendAbility = 'duplicates' | 'outage' | 'silence' | 'cost';

interface UserBackendSubject<P extends UserPlugin = UserPlugin> extends Subject<P, 'authenticate' | 'addMetadata'> {
  readonly users: readonly [
    string,
    string,
    ...string[]
  ];
  password(userid: string): string;
  readonly duplicates?: readonly (readonly [
    login: string,
    password: string
  ])[] | undefined;
  readonly outage?: {
    begin(): MaybePromise<void>;
    end(): MaybePromise<void>;
  } | undefined;
  silence?(): MaybePromise<P>;
  readonly patienceMs?: number | undefined;
  readonly lacks?: Readonly<Partial<Record<UserBackendAbility, string>>> | undefined;
}

type UserPlugin = Authenticator & Partial<MetadataProvider<object>> & Plugin;

interface VisitOptions {
  readonly method?: string | undefined;
  readonly headers?: Headers | undefined;
  readonly body?: Readonly<Record<string, string>> | string | undefined;
  readonly from?: string | undefined;
  readonly follow?: boolean | undefined;
}

declare function adapterEngine({ classify, decide, challengeRequests, logger, promised, ...parts }?: AdapterEngineParts): Who<object>;

declare function backendDown(): never;

declare function fakeClock(startMs?: number): Clock;

declare function fakeExchange(options?: FakeExchangeOptions): Exchange;

declare function fakeRequest(options?: FakeRequestOptions): WhoRequest;

declare function plainRememberer(name?: string): Identifier & Authenticator;

declare function serve(listener: RequestListener): Promise<TestServer>;

declare function signedInAs<M extends object>(userid: string, { options }: Who<M>, granted?: Omit<Authentication, 'userid'>): Who<M>;

declare function testAdapter(runner: TestRunner, subject: AdapterSubject): void;

declare function testAuthenticator<P extends Authenticator & Plugin>(runner: TestRunner, subject: AuthenticatorSubject<P>): void;

declare function testBrowser(options?: TestBrowserOptions): TestBrowser;

declare function testChallengeDecider(runner: TestRunner, subject: ChallengeDeciderSubject): void;

declare function testChallenger<P extends Challenger & Plugin>(runner: TestRunner, subject: ChallengerSubject<P>): void;

declare function testIdentifier<P extends Identifier & Plugin>(runner: TestRunner, subject: IdentifierSubject<P>): void;

declare function testMetadataCache<P extends Cache>(runner: TestRunner, subject: MetadataCacheSubject<P>): void;

declare function testMetadataProvider<P extends MetadataProvider<object> & Plugin>(runner: TestRunner, subject: MetadataProviderSubject<P>): void;

declare function testRequestClassifier(runner: TestRunner, subject: RequestClassifierSubject): void;

declare function testUserBackend<P extends UserPlugin>(runner: TestRunner, subject: UserBackendSubject<P>): void;

declare function webStream(source: Readable): ReadableStream<Uint8Array>;

// @who/testkit
export {
  AdapterAbility,
  AdapterEngineParts,
  AdapterSetup,
  AdapterSubject,
  Application,
  ApplicationRequest,
  ApplicationResponse,
  AuthenticatorSubject,
  ChallengeDeciderSubject,
  ChallengerExample,
  ChallengerSubject,
  Clock,
  DeciderExample,
  FakeExchangeOptions,
  FakeRequestOptions,
  IdentifierSubject,
  LayerAbove,
  Matchers,
  MetadataCacheSubject,
  MetadataProviderSubject,
  NamedCredentials,
  Page,
  RequestClassifierSubject,
  Scene,
  Subject,
  TestBrowser,
  TestBrowserOptions,
  TestRunner,
  TestServer,
  UserBackendAbility,
  UserBackendSubject,
  VisitOptions,
  adapterEngine,
  backendDown,
  fakeClock,
  fakeExchange,
  fakeRequest,
  plainRememberer,
  serve,
  signedInAs,
  testAdapter,
  testAuthenticator,
  testBrowser,
  testChallengeDecider,
  testChallenger,
  testIdentifier,
  testMetadataCache,
  testMetadataProvider,
  testRequestClassifier,
  testUserBackend,
  webStream,
};
