import { createHash } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { readToken, type TokenKind, type TokenReading, type Trust } from './read-token.js';

/** What an ID token has to answer to. */
export interface IdTokenQuestion {
  readonly idToken: string;
  /** What came with it. */
  readonly accessToken: string;
  /** What the browser was sent away with. */
  readonly nonce: string;
  /** Seconds since 1970: who it is has to have signed in after it. `undefined`: whenever. */
  readonly authenticatedAfterSeconds: number | undefined;
  /** One of these has to be how it was done. Empty: however. */
  readonly acrValues: readonly string[];
  /** All of these have to be among the methods. Empty: by any. */
  readonly amrValues: readonly string[];
}

/**
 * Reads an ID token (OpenID Connect Core 1.0, 3.1.3.7, and 3.1.3.8 for the access token's hash).
 *
 * @param nowMs milliseconds since 1970
 * @throws {WhoError} where the provider's keys cannot be fetched
 */
export async function readIdToken(question: IdTokenQuestion, trust: Trust, nowMs: number): Promise<TokenReading> {
  const reading = await readToken(question.idToken, trust, ID_TOKEN, nowMs);
  if ('problem' in reading) return reading;
  const problem = problemWith(reading.claims, question, trust) ?? hashProblem(reading, question.accessToken);
  return problem === undefined ? reading : { problem };
}

function problemWith(claims: JWTPayload, question: IdTokenQuestion, trust: Trust): string | undefined {
  const { nonce, authenticatedAfterSeconds, acrValues, amrValues } = question;
  const { sub, auth_time: authTime, acr, amr } = claims;
  if (claims['nonce'] !== nonce) return 'it is not for this sign-in';
  if (claims['events'] !== undefined) return 'it is a token of another kind';
  // OpenID Connect Core 1.0, 2: at most 255 ASCII characters. Those who allow themselves more are let be, within limits.
  if (typeof sub !== 'string' || sub === '' || sub.length > MAX_SUBJECT) return 'its subject is none';
  if (authenticatedAfterSeconds !== undefined) {
    if (typeof authTime !== 'number') return 'it does not say when somebody signed in there';
    if (authTime < authenticatedAfterSeconds - trust.clockToleranceSeconds) return 'nobody has signed in there since';
  }
  if (acrValues.length > 0 && !(typeof acr === 'string' && acrValues.includes(acr))) {
    return 'its "acr" is not among the "acrValues"';
  }
  if (!amrValues.every((method) => Array.isArray(amr) && amr.includes(method))) {
    return 'its "amr" lacks some of the "amrValues"';
  }
  return undefined;
}

/** Where there is a hash, it has to be of this access token. */
function hashProblem(
  { claims, algorithm }: Extract<TokenReading, { claims: unknown }>,
  accessToken: string,
): string | undefined {
  const hash = claims['at_hash'];
  if (hash === undefined) return undefined;
  const digest = createHash(HASHES[algorithm.slice(-3)] ?? 'sha512')
    .update(accessToken)
    .digest();
  const expected = digest.subarray(0, digest.length / 2).toString('base64url');
  return hash === expected ? undefined : 'it belongs to another access token';
}

const ID_TOKEN: TokenKind = { types: ['jwt'], requiredClaims: ['sub', 'exp', 'iat'] };

/** By the end of the signature's algorithm; Ed25519 has SHA-512 inside. */
const HASHES: Readonly<Record<string, string>> = { '256': 'sha256', '384': 'sha384', '512': 'sha512' };

const MAX_SUBJECT = 1024;
