import {
  type Authenticator,
  type Challenger,
  Credentials,
  createWho,
  type Identifier,
  type Logger,
  type MaybePromise,
  type ResponseHead,
  type Who,
  WhoError,
} from '@who/core';

class Named extends Credentials {
  readonly name: string;
  constructor(name: string) {
    super();
    this.name = name;
  }
}

export interface EngineParts extends Partial<Identifier & Authenticator & Challenger> {
  readonly decide?: (response: ResponseHead) => MaybePromise<boolean>;
  readonly logger?: Logger;
}

/** An engine that believes the header `X-User`, keeps a cookie and sends people to `/login`. */
export function engine({
  decide = ({ status }) => status === 401,
  logger = SILENT,
  ...parts
}: EngineParts = {}): Who<object> {
  const all: Identifier & Authenticator & Challenger = {
    identify: (exchange) => named(exchange.header('x-user')),
    authenticate: (_, credentials) => (credentials instanceof Named ? { userid: credentials.name } : undefined),
    remember: () => [['Set-Cookie', 'session=fresh']],
    forget: () => [['Set-Cookie', 'session=; Max-Age=0']],
    challenge: () => ({ status: 302, headers: [['Location', '/login']], body: 'Sign in first.' }),
    ...parts,
  };
  return createWho({
    publicUrl: 'http://app.example.org',
    challengeRequests: 'all',
    plugins: { all },
    identifiers: ['all'],
    authenticators: ['all'],
    challengers: ['all'],
    challengeDecider: (_, response) => decide(response),
    logger,
  });
}

const SILENT: Logger = { debug() {}, warn() {}, error() {} };

export function named(name: string | null | undefined): Credentials | undefined {
  return name ? new Named(name) : undefined;
}

export function down(): never {
  throw new WhoError('No route to db.internal.', {
    code: 'BACKEND_DOWN',
    plugin: 'all',
    status: 503,
    headers: [['Retry-After', '7']],
  });
}

export const alice = { 'x-user': 'alice' };
