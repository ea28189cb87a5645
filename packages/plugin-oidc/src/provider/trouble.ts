import { WhoError } from '@who/core';
import { ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';

/** What a call of the library has failed with, in words of our own: its errors carry answers, and so tokens. */
export type Trouble =
  /** It has said so itself, by an error of OAuth: `invalid_grant`. */
  | { readonly refusal: string }
  /** An ID token does not say what it should; the end of a sentence about it. */
  | { readonly token: string }
  /** It answered something that is none of the protocol; the end of a sentence about it. */
  | { readonly answer: string };

/**
 * Finds out what has happened.
 *
 * @throws {WhoError} as it is, where the provider could not be asked
 */
export function troubleOf(error: unknown): Trouble {
  const own = ownError(error);
  if (own) throw own;
  if (error instanceof ResponseBodyError) return { refusal: named(error.error) };
  // RFC 6749, 5.2: a client that shows what it is by Basic is refused by 401 and a challenge.
  if (error instanceof WWWAuthenticateChallengeError) return { refusal: 'invalid_client' };
  if (!(error instanceof ClientError)) return { answer: 'it is not well-formed' };
  const code = String(error.code);
  if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return { token: 'its times are over or not yet there' };
  if (code === 'OAUTH_JWT_CLAIM_COMPARISON_FAILED')
    return { token: 'it is of another issuer, or not for this sign-in' };
  if (code === 'OAUTH_INVALID_RESPONSE' && isAboutToken(error)) return { token: 'it is not well-formed' };
  if (code === 'OAUTH_UNSUPPORTED_OPERATION' && isAboutToken(error))
    return { token: 'it is encrypted or otherwise odd' };
  if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM') return { answer: 'its status is none of the protocol' };
  if (code === 'OAUTH_RESPONSE_IS_NOT_JSON' || code === 'OAUTH_PARSE_ERROR') return { answer: 'it is no JSON' };
  if (code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED') return { answer: 'it is about somebody or something else' };
  return { answer: 'it is not well-formed' };
}

/** What our own `fetch` has thrown, which the library wraps. */
function ownError(error: unknown): WhoError | undefined {
  let inner = error;
  for (let depth = 0; depth < MAX_DEPTH && inner instanceof Error; depth++) {
    if (inner instanceof WhoError) return inner;
    inner = inner.cause;
  }
  return undefined;
}

/** The library says what was wrong by what it keeps of it: a token's header or claims, or an answer's body. */
function isAboutToken({ cause }: ClientError): boolean {
  const inside = (cause as { readonly cause?: unknown } | undefined)?.cause;
  if (typeof inside === 'string') return true;
  return typeof inside === 'object' && inside !== null && ('claims' in inside || 'header' in inside);
}

/** Codes of OAuth are shown and logged; anything else is not. */
export function named(code: unknown): string {
  return typeof code === 'string' && CODE.test(code) ? code : 'unknown_error';
}

const CODE = /^[a-z][a-z_.-]{2,63}$/;
const MAX_DEPTH = 4;
