import type { Challenger, Exchange, Reply, ResponseHead } from '@who/core';
import { type BearerChallenge, bearerChallenge, isScope } from './bearer-challenge.js';
import type { ApiTokenSettings } from './options.js';
import { presentedIn } from './presented.js';
import { reasons } from './reasons.js';

/** Asks for a token, or says what was wrong with the one that was sent (RFC 6750, section 3.1). */
export function tokenChallenger({ realm }: Pick<ApiTokenSettings, 'realm'>): Challenger {
  const missing = reply(401, { realm }, 'This needs a token.');
  const malformed = refusal(400, {
    realm,
    error: 'invalid_request',
    description: 'The token is malformed, too long, or sent more than once.',
  });
  // Which of the three it is would tell a finder of old tokens that one was genuine.
  const unaccepted = refusal(401, {
    realm,
    error: 'invalid_token',
    description: 'The token is unknown, expired or revoked.',
  });

  return {
    anyClient: true,
    challenge(exchange, response) {
      const answer = answerTo(exchange, response);
      exchange.explain?.(reasons.API_TOKEN_ASKED, { status: answer.status });
      return answer;
    },
  };

  function answerTo(exchange: Exchange, response: ResponseHead): Reply {
    const presented = presentedIn(exchange);
    if (presented === 'malformed') return malformed;
    if (presented === 'found') return unaccepted;
    if (presented === undefined || response.status !== 403) return missing;
    return refusal(403, {
      realm,
      error: 'insufficient_scope',
      description: 'The token does not allow this.',
      scopes: requiredScopes(response),
    });
  }
}

/** What the application asks for in `X-Required-Scope`; nothing when that is no list of scopes. */
function requiredScopes(response: ResponseHead): readonly string[] {
  // Headers that an application set several times arrive joined by commas.
  const scopes = (response.header('x-required-scope') ?? '').split(/,? +/).filter((scope) => scope !== '');
  return scopes.every(isScope) ? scopes : [];
}

function refusal(status: number, challenge: BearerChallenge & { readonly description: string }): Reply {
  return reply(status, challenge, challenge.description);
}

function reply(status: number, challenge: BearerChallenge, line: string): Reply {
  return {
    status,
    headers: [
      ['WWW-Authenticate', bearerChallenge(challenge)],
      ['Content-Type', 'text/plain; charset=utf-8'],
    ],
    body: `${line}\n`,
  };
}
