import {
  type Authenticator,
  type Challenger,
  Credentials,
  type Identifier,
  type MetadataProvider,
  type Reply,
} from '../src/index.js';

/** Credentials that say themselves who they are for. */
export class NamedCredentials extends Credentials {
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }
}

/** Finds a user name in a header, and remembers and forgets in headers that tests can see. */
export function headerIdentifier(header: string): Identifier {
  return {
    identify(exchange) {
      const name = exchange.header(header);
      return name === undefined ? undefined : new NamedCredentials(name);
    },
    remember: (_exchange, identity) => [['Set-Cookie', `${header}=${identity.userid}`]],
    forget: () => [['Set-Cookie', `${header}=`]],
  };
}

/** Accepts the names that it is given. */
export function listAuthenticator(...names: readonly string[]): Authenticator {
  return {
    authenticate(_exchange, credentials) {
      if (!(credentials instanceof NamedCredentials) || !names.includes(credentials.name)) return undefined;
      return { userid: credentials.name };
    },
  };
}

export function fixedChallenger(reply: Reply | undefined): Challenger {
  return { challenge: () => reply };
}

export function fixedMetadata<M extends object>(metadata: M): MetadataProvider<M> {
  return { addMetadata: () => metadata };
}

/** The same plugin with every answer given by a promise. */
export function later<P extends object>(plugin: P): P {
  return Object.fromEntries(
    Object.entries(plugin).map(([name, value]) => [
      name,
      typeof value === 'function' ? async (...args: unknown[]) => value.apply(plugin, args) : value,
    ]),
  ) as P;
}
