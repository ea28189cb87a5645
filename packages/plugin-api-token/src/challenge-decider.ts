import type { Exchange, ResponseHead } from '@who/core';
import { presentedIn } from './presented.js';

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
  if (response.status !== 403) return response.status === 401;
  return presentedIn(exchange) === 'accepted' && response.header('www-authenticate') === undefined;
}
