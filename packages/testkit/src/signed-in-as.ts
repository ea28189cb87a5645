import { type Authentication, type Authenticator, Credentials, createWho, type Identifier, type Who } from '@who/core';

/**
 * An engine like the given one in whose requests somebody is signed in already. Everything else is as it was: the
 * metadata providers run, challenges are answered, and who signs out is told to forget. For an application's tests.
 *
 * @param granted what came with the sign-in: tokens, or the attributes that a CAS server would have released
 * @example
 * const who = createWho({ publicUrl: 'https://app.example.org', plugins: {} });
 * const ada = signedInAs('ada', who, { tokens: ['staff'] });
 */
export function signedInAs<M extends object>(
  userid: string,
  { options }: Who<M>,
  granted: Omit<Authentication, 'userid'> = {},
): Who<M> {
  const name = `signed in as ${userid}`;
  const { plugins, identifiers = [], authenticators = [] } = options;
  const forged: Identifier & Authenticator = {
    identify: () => new ForgedCredentials(),
    authenticate: (_, credentials) => (credentials instanceof ForgedCredentials ? { ...granted, userid } : undefined),
    remember: () => undefined,
    forget: () => undefined,
  };
  const engine: Who<object> = createWho({
    ...options,
    plugins: { ...plugins, [name]: forged },
    // Last, because some identifiers have to see a request before all others. The authenticators decide who wins.
    identifiers: [...identifiers, name],
    authenticators: [name, ...authenticators],
    // The names were checked when the first engine was made, and the providers, so the metadata, are the same.
  } as never);
  return engine as Who<M>;
}

class ForgedCredentials extends Credentials {}
