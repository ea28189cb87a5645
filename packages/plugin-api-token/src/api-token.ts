import type { Authenticator, Challenger, Identifier } from '@who/core';
import { tokenAuthenticator } from './authenticator.js';
import { tokenChallenger } from './challenger.js';
import { tokenIdentifier } from './identifier.js';
import { type ApiTokenOptions, resolveOptions } from './options.js';

/**
 * Bearer tokens (RFC 6750) and API keys: finds them in requests, knows whose they are by their digests, and asks for
 * them.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const { token, sha256 } = createApiToken();
 * const plugin = apiToken({
 *   realm: 'Example',
 *   tokens: [{ userid: 'backup', sha256, scopes: ['read'] }],
 * });
 */
export function apiToken(options: ApiTokenOptions): Identifier & Authenticator & Challenger {
  const settings = resolveOptions(options);
  return { ...tokenIdentifier(settings), ...tokenAuthenticator(settings), ...tokenChallenger(settings) };
}
