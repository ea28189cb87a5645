import type { Exchange, ResponseHead } from '../contract/contract.js';

/** Asks for a challenge when the application answers 401. */
export function defaultChallengeDecider(_exchange: Exchange, response: ResponseHead): boolean {
  return response.status === 401;
}

/** The same, but leaves a 401 alone that is a challenge already: with `WWW-Authenticate`, or an HTML page. */
export function passThroughChallengeDecider(_exchange: Exchange, response: ResponseHead): boolean {
  return (
    response.status === 401 &&
    response.header('www-authenticate') === undefined &&
    !/^\s*text\/html\s*(?:;|$)/i.test(response.header('content-type') ?? '')
  );
}
