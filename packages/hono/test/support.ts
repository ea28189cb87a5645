import {
  type Authenticator,
  type Challenger,
  Credentials,
  createWho,
  type Identifier,
  type Logger,
  type Who,
} from '@who/core';

class Named extends Credentials {
  readonly name: string;
  constructor(name: string) {
    super();
    this.name = name;
  }
}

type Roles = Identifier & Authenticator & Challenger;

/** An engine that believes the header `X-User`, keeps a cookie and sends people to `/login`. */
export function engine(changes: Partial<Roles> = {}): Who<object> {
  const all: Roles = {
    identify(exchange) {
      const name = exchange.header('x-user');
      return name === undefined ? undefined : new Named(name);
    },
    authenticate: (_, credentials) => ({ userid: (credentials as Named).name }),
    remember: (_, { userid }) => [['Set-Cookie', `session=${userid}`]],
    forget: () => [['Set-Cookie', 'session=']],
    challenge: () => ({ status: 302, headers: [['Location', '/login']], body: 'Sign in' }),
    ...changes,
  };
  return createWho({
    publicUrl: 'http://localhost',
    plugins: { all },
    identifiers: ['all'],
    authenticators: ['all'],
    challengers: ['all'],
    challengeRequests: 'all',
    logger,
  });
}

/** What the engines have logged as errors. */
export const errors: string[] = [];

const logger: Logger = { debug() {}, warn() {}, error: (message) => void errors.push(message) };

export const asAlice = { headers: { 'X-User': 'alice' } };
