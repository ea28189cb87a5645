// #with challenge-decider
import type { ChallengeDecider } from '@who/core';
import { resolveChallengeDeciderOptions, type SesameChallengeDeciderOptions } from './options.js';
import { reasons } from './reasons.js';

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
  return (exchange, response) => {
    const { status } = response;
    const isAsking = statuses.includes(status) && response.header('www-authenticate') === undefined;
    exchange.explain?.(isAsking ? reasons.STATUS_CHALLENGES : reasons.STATUS_LEFT_ALONE, { status });
    return isAsking;
  };
}
// #end
