import {
  type Authenticator,
  type ChallengeDecider,
  type Challenger,
  Credentials,
  createWho,
  type Identifier,
  type Logger,
  type MetadataProvider,
  PasswordCredentials,
  type RequestClassifier,
  type Who,
  WhoError,
} from '@who/core';

/** What the engine and its plugin do, where it differs from the usual. */
export interface AdapterEngineParts
  extends Partial<Identifier & Authenticator & Challenger & MetadataProvider<object>> {
  /** @default that of every engine */
  readonly classify?: RequestClassifier | undefined;
  /** @default a 401 is challenged */
  readonly decide?: ChallengeDecider | undefined;
  /** Whom a challenge may answer. @default 'all': how a response is replaced does not depend on who asked */
  readonly challengeRequests?: 'navigations' | 'all' | undefined;
  /** @default one that keeps silent */
  readonly logger?: Logger | undefined;
  /** Whether all of this answers by a promise, and takes a turn of the event loop for it. @default false */
  readonly promised?: boolean | undefined;
}

/** Somebody who signs in by no more than a name. */
export class NamedCredentials extends Credentials {
  readonly name: string;
  constructor(name: string) {
    super();
    this.name = name;
  }
}

/**
 * An engine for tests of adapters, with one plugin in all of its roles. It believes the header `X-User`, and everybody
 * whose password is `secret`; it keeps the cookie `session` and sends people to `/login`. `alice` has the token `staff`.
 *
 * @example
 * const who = adapterEngine({ remember: () => undefined });
 */
export function adapterEngine({
  classify,
  decide = (_, { status }) => status === 401,
  challengeRequests = 'all',
  logger = { debug() {}, warn() {}, error() {} },
  promised = false,
  ...parts
}: AdapterEngineParts = {}): Who<object> {
  const plugin = { ...usual, ...parts };
  const all = promised ? later(plugin) : plugin;
  return createWho({
    publicUrl: 'http://localhost',
    challengeRequests,
    plugins: { all },
    identifiers: ['all'],
    authenticators: ['all'],
    challengers: ['all'],
    metadataProviders: ['all'],
    requestClassifier: classify,
    challengeDecider: promised ? later({ decide }).decide : decide,
    logger,
  });
}

const usual: Identifier & Authenticator & Challenger & MetadataProvider<object> = {
  identify(exchange) {
    const name = exchange.header('x-user');
    return name === undefined ? undefined : new NamedCredentials(name);
  },
  authenticate(_, credentials) {
    if (credentials instanceof NamedCredentials) {
      return { userid: credentials.name, tokens: credentials.name === 'alice' ? ['staff'] : [] };
    }
    const isRight = credentials instanceof PasswordCredentials && credentials.password === 'secret';
    return isRight ? { userid: credentials.login } : undefined;
  },
  addMetadata: () => undefined,
  remember: (_, { userid }) => [['Set-Cookie', `session=${userid}`]],
  forget: () => [['Set-Cookie', 'session=; Max-Age=0']],
  challenge: () => ({
    status: 302,
    headers: [
      ['Location', '/login'],
      ['Content-Type', 'text/plain'],
    ],
    body: 'Sign in first.',
  }),
};

function later<T extends object>(functions: T): T {
  return Object.fromEntries(
    Object.entries(functions).map(([name, value]: [string, unknown]) => {
      if (typeof value !== 'function') return [name, value];
      return [
        name,
        async (...args: readonly unknown[]): Promise<unknown> => {
          await turn();
          return value(...args);
        },
      ];
    }),
  ) as T;
}

/** Lets the event loop go round. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * A plugin's method whose backend is down.
 *
 * @throws {WhoError} BACKEND_DOWN (503), with a message that no stranger may read
 * @example
 * const who = adapterEngine({ authenticate: backendDown });
 */
export function backendDown(): never {
  throw new WhoError('No route to db.internal.', {
    code: 'BACKEND_DOWN',
    plugin: 'all',
    status: 503,
    headers: [['Retry-After', '7']],
  });
}
