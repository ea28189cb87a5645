import { type Authenticator, Credentials, type Identifier } from '@who/core';

/**
 * Keeps people signed in by a cookie that everybody can read and write. For tests of plugins that have another one
 * remember a sign-in.
 *
 * @param name of the cookie
 * @example
 * const plugins = { basic: basicAuth({ realm: 'Example', rememberer: 'ticket' }), ticket: plainRememberer() };
 */
export function plainRememberer(name = 'plain'): Identifier & Authenticator {
  return {
    identify(exchange) {
      const value = exchange.cookie(name);
      return value ? new PlainCredentials(value) : undefined;
    },
    authenticate(_exchange, credentials) {
      if (!(credentials instanceof PlainCredentials)) return undefined;
      const { fields } = credentials;
      return { userid: fields.get('user') ?? '', userdata: fields.get('data') ?? '' };
    },
    remember(exchange, { userid, userdata }) {
      const value = new URLSearchParams({ user: userid, data: userdata }).toString();
      return value === exchange.cookie(name) ? undefined : [['Set-Cookie', `${name}=${value}; Path=/`]];
    },
    forget: () => [['Set-Cookie', `${name}=; Path=/; Max-Age=0`]],
  };
}

class PlainCredentials extends Credentials {
  readonly fields: URLSearchParams;
  constructor(value: string) {
    super();
    this.fields = new URLSearchParams(value);
  }
}
