import type { Exchange, ResponseHead } from '../contract/contract.js';
import { reasons } from '../reasons.js';

/** Asks for a challenge when the application answers 401. */
export function defaultChallengeDecider(exchange: Exchange, { status }: ResponseHead): boolean {
  exchange.explain?.(status === 401 ? reasons.STATUS_CHALLENGES : reasons.STATUS_LEFT_ALONE, { status });
  return status === 401;
}

/** The same, but leaves a 401 alone that is a challenge already: with `WWW-Authenticate`, or an HTML page. */
export function passThroughChallengeDecider(exchange: Exchange, response: ResponseHead): boolean {
  if (response.status !== 401) return defaultChallengeDecider(exchange, response);
  const isPage = /^\s*text\/html\s*(?:;|$)/i.test(response.header('content-type') ?? '');
  if (!isPage && response.header('www-authenticate') === undefined) return defaultChallengeDecider(exchange, response);
  exchange.explain?.(reasons.CHALLENGED_ALREADY, { header: isPage ? 'text/html' : 'WWW-Authenticate' });
  return false;
}
