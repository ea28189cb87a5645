import {
  type Challenger,
  chain,
  type HeaderList,
  type Identifier,
  PasswordCredentials,
  type PluginNeeds,
  type Reply,
} from '@who/core';
import { type BasicAuthOptions, resolveOptions } from './options.js';
import { reasons } from './reasons.js';
import { isBasic, parseBasic } from './user-pass.js';

/** Finds passwords, asks for them, and has another plugin remember who sent one. */
export interface BasicAuthPlugin extends Identifier, Challenger, Required<Pick<PluginNeeds, 'needs'>> {}

/**
 * HTTP Basic authentication (RFC 7617): finds a user name and a password in the `Authorization` header, and asks for
 * them with a 401. Whether they are right is for an authenticator to say.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const basic = basicAuth({ realm: 'Example', rememberer: 'ticket' });
 */
export function basicAuth(options: BasicAuthOptions): BasicAuthPlugin {
  const { realm, rememberer, maxBytes } = resolveOptions(options);
  const ask: HeaderList = [['WWW-Authenticate', `Basic realm=${quoted(realm)}, charset="UTF-8"`]];
  const challenge: Reply = {
    status: 401,
    headers: [...ask, ['Content-Type', 'text/plain; charset=utf-8']],
    body: 'This page needs a user name and a password.\n',
  };

  const plugin: BasicAuthPlugin = {
    needs: rememberer === undefined ? {} : { [rememberer]: 'identifier' },

    identify(exchange) {
      if (exchange.header('authorization') === undefined) return exchange.explain?.(reasons.BASIC_NO_HEADER);
      const [authorization = '', ...others] = exchange.headerValues('authorization');
      // HTTP allows one. Of two, a proxy in front may have looked at the other.
      if (others.length > 0) return exchange.explain?.(reasons.BASIC_SEVERAL);
      if (authorization.length > maxBytes) return exchange.explain?.(reasons.BASIC_TOO_LONG, { maxBytes });
      const found = parseBasic(authorization);
      if (!found)
        return exchange.explain?.(isBasic(authorization) ? reasons.BASIC_UNDECODABLE : reasons.BASIC_OTHER_SCHEME);
      exchange.explain?.(reasons.BASIC_FOUND);
      return new PasswordCredentials(found.login, found.password);
    },

    /** At a password login the engine asks every identifier, but then the rememberer speaks for itself. */
    remember(exchange, identity) {
      if (rememberer === undefined) return exchange.explain?.(reasons.BASIC_NOT_KEPT);
      if (identity.identifier === undefined || identity.identifier !== exchange.nameOf(plugin)) {
        return exchange.explain?.(reasons.BASIC_OTHER_SIGN_IN);
      }
      exchange.explain?.(reasons.BASIC_KEPT_BY, { rememberer });
      return exchange.plugin(rememberer, 'identifier').remember(exchange, identity);
    },

    /** Browsers drop a password when a 401 asks for it anew; there is no other way to make them. */
    forget(exchange, identity) {
      exchange.explain?.(reasons.BASIC_FORGOTTEN);
      if (rememberer === undefined) return ask;
      const forgotten = exchange.plugin(rememberer, 'identifier').forget(exchange, identity);
      return chain(forgotten, (headers = []) => [...headers, ...ask]);
    },

    anyClient: true,
    challenge(exchange) {
      exchange.explain?.(reasons.BASIC_ASKED);
      return challenge;
    },
  };
  return plugin;
}

/** A quoted-string of RFC 9110, section 5.6.4. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
