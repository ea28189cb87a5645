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
export function engine(changes: Partial<Roles> = {}, logger: Logger = quiet): Who<object> {
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

export const quiet: Logger = { debug() {}, warn() {}, error() {} };

export function asked(path = '/', init: RequestInit & { duplex?: 'half' } = {}): Request {
  return new Request(`http://localhost${path}`, init);
}

export const asAlice = (path = '/'): Request => asked(path, { headers: { 'X-User': 'alice' } });

/** A body that says whether it has been let go. */
export function watched(): { body: ReadableStream<Uint8Array>; released: () => boolean } {
  let released = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(1000)),
    cancel() {
      released = true;
    },
  });
  return { body, released: () => released };
}
