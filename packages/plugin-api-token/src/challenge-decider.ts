import type { Exchange, ResponseHead } from '@who/core';
import { presentedIn } from './presented.js';
import { reasons } from './reasons.js';

/**
 * Asks for a challenge when the application answers 401; also when it answers 403 to a request whose token was
 * accepted, unless it says in `WWW-Authenticate` itself what is missing.
 *
 * @example
 * const who = createWho({
 *   publicUrl: 'https://api.example.org',
 *   plugins: { token: apiToken({ realm: 'Example', tokens: [] }) },
 *   identifiers: ['token'],
 *   authenticators: ['token'],
 *   challengers: ['token'],
 *   challengeDecider: apiTokenChallengeDecider,
 * });
 */
export function apiTokenChallengeDecider(exchange: Exchange, response: ResponseHead): boolean {
  const { status } = response;
  if (status !== 403) {
    exchange.explain?.(status === 401 ? reasons.STATUS_CHALLENGES : reasons.STATUS_LEFT_ALONE, { status });
    return status === 401;
  }
  const lacksScope = presentedIn(exchange) === 'accepted' && response.header('www-authenticate') === undefined;
  exchange.explain?.(lacksScope ? reasons.API_TOKEN_SCOPE_MISSING : reasons.API_TOKEN_FORBIDDEN);
  return lacksScope;
}
