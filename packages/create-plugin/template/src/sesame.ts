// #with identifier authenticator challenger metadata-provider
import {
  type Authenticator,
  type Challenger,
  type Identifier,
  type MetadataProvider,
  PasswordCredentials,
  type Reply,
} from '@who/core';
import { resolveOptions, type SesameOptions } from './options.js';
import { reasons } from './reasons.js';
import { secretCheck } from './secret-check.js';
import { parseToken } from './token.js';

// #with metadata-provider
/** What the plugin adds to an identity. */
export interface SesameMetadata {
  readonly displayName: string;
}

// #end
/**
 * // #with identifier
 * Finds a token, a userid and a secret, in a request header.
 * // #end
 * // #with authenticator
 * Knows users by their secrets.
 * // #end
 * // #with challenger
 * Asks for a token with a 401.
 * // #end
 * // #with metadata-provider
 * Adds what users are called.
 * // #end
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const plugin = sesame({
 *   // #with identifier
 *   header: 'X-Sesame',
 *   // #end
 *   // #with authenticator
 *   secrets: { ann: process.env['ANN_SECRET'] ?? '' },
 *   // #end
 *   // #with challenger
 *   realm: 'Example',
 *   // #end
 *   // #with metadata-provider
 *   displayNames: { ann: 'Ann Example' },
 *   // #end
 * });
 */
export function sesame(
  options: SesameOptions,
): Identifier & Authenticator & Challenger & MetadataProvider<SesameMetadata> {
  const {
    // #with identifier
    header,
    maxBytes,
    // #end
    // #with authenticator
    secrets,
    // #end
    // #with challenger
    realm,
    // #end
    // #with metadata-provider
    displayNames,
    // #end
  } = resolveOptions(options);
  // #with identifier
  const headerName = header.toLowerCase();
  // #end
  // #with authenticator
  const isRight = secretCheck(secrets);
  // #end
  // #with challenger
  const challenge: Reply = {
    status: 401,
    headers: [
      ['WWW-Authenticate', `Sesame realm=${quoted(realm)}`],
      ['Content-Type', 'text/plain; charset=utf-8'],
    ],
    body: 'This page needs a token.\n',
  };
  // #end
  // #with metadata-provider
  // A map, because any text can be a userid, "constructor" too.
  const names = new Map(Object.entries(displayNames));
  // #end

  return {
    // #with identifier
    identify(exchange) {
      const [text, ...others] = exchange.headerValues(headerName);
      // Of two, a proxy in front may have looked at the other.
      if (text === undefined || others.length > 0) return exchange.explain?.(reasons.TOKEN_MISSING, { header });
      const token = text.length > maxBytes ? undefined : parseToken(text);
      exchange.explain?.(token ? reasons.TOKEN_FOUND : reasons.TOKEN_MALFORMED, { header });
      // Credentials that every password authenticator understands. Those of a kind of its own extend `Credentials`.
      return token && new PasswordCredentials(token.userid, token.secret);
    },
    // The client sends the token with every request.
    remember: (exchange) => exchange.explain?.(reasons.TOKEN_NOT_KEPT),
    forget: (exchange) => exchange.explain?.(reasons.TOKEN_NOT_KEPT),
    // #end
    // #with authenticator
    authenticate(exchange, credentials) {
      if (!(credentials instanceof PasswordCredentials)) return exchange.explain?.(reasons.CREDENTIALS_OF_OTHERS);
      const { login, password } = credentials;
      // An application can pass on anything that it found in a JSON body.
      const isKnown = typeof password === 'string' && isRight(login, password);
      exchange.explain?.(isKnown ? reasons.SECRET_RIGHT : reasons.SECRET_WRONG);
      return isKnown ? { userid: login } : undefined;
    },
    // #end
    // #with challenger
    // Programs understand a 401 with WWW-Authenticate, too. A redirect or a page is for navigations only.
    anyClient: true,
    challenge(exchange) {
      exchange.explain?.(reasons.TOKEN_ASKED);
      return challenge;
    },
    // #end
    // #with metadata-provider
    addMetadata(exchange, { userid }) {
      const displayName = names.get(userid);
      return displayName === undefined ? exchange.explain?.(reasons.NAME_UNKNOWN) : { displayName };
    },
    // #end
  };
}
// #with challenger

/** A quoted-string of RFC 9110, section 5.6.4. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
// #end
// #end
