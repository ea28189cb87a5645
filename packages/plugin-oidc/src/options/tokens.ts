import { checkSecrets, keeperOf, madeUpSecret, type Secrets, type SsoSessions } from '@who/sso';
import { PACKAGE } from '../naming.js';
import { check, checkFlag } from './checks.js';

/** Whether the provider's tokens are kept, for the application to ask others in its users' names. */
export interface OidcTokenOptions {
  /**
   * Keep the access token, and the refresh token if the provider gives one (`offline_access` in the `scope`, with many),
   * for `accessTokenFor`: with the session, on the server's side, encrypted. Who can read the store and knows the
   * `tokenSecrets` can act in everybody's name. Needs `sessions`. @default false: no token is kept
   */
  readonly keepTokens?: boolean | undefined;
  /**
   * Encrypt kept tokens; each at least 32 bytes. The first one encrypts, all decrypt. Needed with `keepTokens` where the
   * sessions are in a `store`. @default one made up at start
   */
  readonly tokenSecrets?: readonly [string, ...string[]] | undefined;
}

export interface TokenSettings {
  /** `undefined`: no token is kept. */
  readonly tokenSecrets: Secrets | undefined;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveTokens(
  options: OidcTokenOptions & { readonly sessions?: SsoSessions | undefined },
): TokenSettings {
  const { tokenSecrets } = options;
  if (tokenSecrets !== undefined) checkSecrets(PACKAGE, 'tokenSecrets', tokenSecrets);
  if (!checkFlag('keepTokens', options.keepTokens)) {
    check(tokenSecrets === undefined, 'tokenSecrets', 'goes with "keepTokens" only.');
    return { tokenSecrets: undefined };
  }
  const sessions = keeperOf(options.sessions);
  check(sessions !== undefined, 'keepTokens', 'needs "sessions", with which the tokens are kept.');
  const isShared = sessions.settings.isShared;
  check(!isShared || tokenSecrets !== undefined, 'tokenSecrets', 'must be given: the sessions are in a store.');
  return { tokenSecrets: tokenSecrets ?? [madeUpSecret(PACKAGE, 'tokenSecrets')] };
}
