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
      if (text === undefined || others.length > 0 || text.length > maxBytes) return undefined;
      const token = parseToken(text);
      // Credentials that every password authenticator understands. Those of a kind of its own extend `Credentials`.
      return token && new PasswordCredentials(token.userid, token.secret);
    },
    // The client sends the token with every request.
    remember: () => undefined,
    forget: () => undefined,
    // #end
    // #with authenticator
    authenticate(_exchange, credentials) {
      if (!(credentials instanceof PasswordCredentials)) return undefined;
      const { login, password } = credentials;
      // An application can pass on anything that it found in a JSON body.
      if (typeof password !== 'string') return undefined;
      return isRight(login, password) ? { userid: login } : undefined;
    },
    // #end
    // #with challenger
    // Programs understand a 401 with WWW-Authenticate, too. A redirect or a page is for navigations only.
    anyClient: true,
    challenge: () => challenge,
    // #end
    // #with metadata-provider
    addMetadata(_exchange, { userid }) {
      const displayName = names.get(userid);
      return displayName === undefined ? undefined : { displayName };
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
