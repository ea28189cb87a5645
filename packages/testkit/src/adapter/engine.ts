import {
  type Authenticator,
  type ChallengeDecider,
  type Challenger,
  Credentials,
  createWho,
  type HeaderList,
  type Identifier,
  type Logger,
  type MaybePromise,
  type MetadataProvider,
  PasswordCredentials,
  type Reply,
  type Who,
  WhoError,
} from '@who/core';

/** What the engine's plugins do in one check, where it differs from the usual. */
export interface Script extends Partial<Identifier & Authenticator & Challenger & MetadataProvider<object>> {
  readonly decide?: ChallengeDecider;
}

/** Somebody who signs in by a header. */
export class HeaderCredentials extends Credentials {
  readonly name: string;
  constructor(name: string) {
    super();
    this.name = name;
  }
}

/** What the browser of somebody who is signed in is told to keep. */
export const kept = (userid: string): HeaderList => [
  ['Set-Cookie', `session=${userid}; Path=/; HttpOnly`],
  ['Set-Cookie', 'kept=1; Path=/'],
];
export const FORGET: HeaderList = [
  ['Set-Cookie', 'session=; Path=/; Max-Age=0'],
  ['Set-Cookie', 'kept=; Path=/; Max-Age=0'],
];
export const LOGIN_PAGE: Reply & { readonly body: string } = {
  status: 302,
  headers: [
    ['Location', '/login'],
    ['Content-Type', 'text/plain'],
    ['X-Challenge', '1'],
  ],
  body: 'Sign in first.',
};

export const valuesOf = (headers: HeaderList): readonly string[] => headers.map(([, value]) => value);

const usual = {
  identify(exchange) {
    const name = exchange.header('x-user');
    return name === undefined ? undefined : new HeaderCredentials(name);
  },
  authenticate(_, credentials) {
    if (credentials instanceof HeaderCredentials) {
      return { userid: credentials.name, tokens: credentials.name === 'alice' ? ['staff'] : [] };
    }
    const { login, password } = credentials as Partial<PasswordCredentials>;
    return credentials instanceof PasswordCredentials && password === 'secret'
      ? { userid: login as string }
      : undefined;
  },
  addMetadata: () => undefined,
  remember: (_, { userid }) => kept(userid),
  forget: () => FORGET,
  challenge: () => LOGIN_PAGE,
  decide: (_, { status }) => status === 401,
} satisfies Script;

/**
 * An engine that believes the header `X-User`, keeps two cookies and sends people to `/login`.
 *
 * @param promised whether every plugin answers by a promise, and takes a turn of the event loop for it
 */
export function engine(script: Script, promised: boolean, logger: Logger): Who<object> {
  const { decide, ...parts } = { ...usual, ...script };
  const all = (promised ? later(parts) : parts) as typeof parts;
  return createWho({
    publicUrl: 'http://localhost',
    plugins: { all },
    identifiers: ['all'],
    authenticators: ['all'],
    challengers: ['all'],
    metadataProviders: ['all'],
    challengeDecider: promised ? (later({ decide }) as { decide: ChallengeDecider }).decide : decide,
    logger,
  });
}

function later(plugin: object): object {
  return Object.fromEntries(
    Object.entries(plugin).map(([name, value]: [string, unknown]) => {
      if (typeof value !== 'function') return [name, value];
      return [
        name,
        async (...args: readonly unknown[]) => {
          await turn();
          return value(...args) as MaybePromise<unknown>;
        },
      ];
    }),
  );
}

/** Lets the event loop go round. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The failure of a backend, with a message that no stranger may read. */
export function down(): WhoError {
  return new WhoError('No route to db.internal.', {
    code: 'BACKEND_DOWN',
    plugin: 'all',
    status: 503,
    headers: [['Retry-After', '7']],
  });
}

export function fail(): never {
  throw down();
}
