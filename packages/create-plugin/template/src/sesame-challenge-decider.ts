// #with challenge-decider
import type { ChallengeDecider } from '@who/core';
import { resolveChallengeDeciderOptions, type SesameChallengeDeciderOptions } from './options.js';

/**
 * Makes a challenge decider: it asks for a challenge at certain statuses, unless the application's response is a
 * challenge already.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const challengeDecider = sesameChallengeDecider({ statuses: [401, 403] });
 */
export function sesameChallengeDecider(options: SesameChallengeDeciderOptions): ChallengeDecider {
  const { statuses } = resolveChallengeDeciderOptions(options);
  return (_exchange, response) =>
    statuses.includes(response.status) && response.header('www-authenticate') === undefined;
}
// #end
