import { type Challenger, type HeaderList, type Identifier, PasswordCredentials, type Reply } from '@who/core';
import { type BasicAuthOptions, resolveOptions } from './options.js';
import { parseBasic } from './user-pass.js';

/**
 * HTTP Basic authentication (RFC 7617): finds a user name and a password in the `Authorization` header, and asks for
 * them with a 401. Whether they are right is for an authenticator to say.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const basic = basicAuth({ realm: 'Example' });
 */
export function basicAuth(options: BasicAuthOptions): Identifier & Challenger {
  const { realm, maxBytes } = resolveOptions(options);
  const ask: HeaderList = [['WWW-Authenticate', `Basic realm=${quoted(realm)}, charset="UTF-8"`]];
  const challenge: Reply = {
    status: 401,
    headers: [...ask, ['Content-Type', 'text/plain; charset=utf-8']],
    body: 'This page needs a user name and a password.\n',
  };

  return {
    identify(exchange) {
      if (exchange.header('authorization') === undefined) return undefined;
      const [authorization = '', ...others] = exchange.headerValues('authorization');
      // HTTP allows one. Of two, a proxy in front may have looked at the other.
      if (others.length > 0 || authorization.length > maxBytes) return undefined;
      const found = parseBasic(authorization);
      return found && new PasswordCredentials(found.login, found.password);
    },
    remember: () => undefined,
    // Browsers drop a password when a 401 asks for it anew; there is no other way to make them.
    forget: () => ask,
    challenge: () => challenge,
  };
}

/** A quoted-string of RFC 9110, section 5.6.4. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
