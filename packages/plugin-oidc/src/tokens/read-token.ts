import { WhoError } from '@who/core';
import { errors, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify } from 'jose';

/** Whose tokens are believed, and how they have to be signed. */
export interface Trust {
  /** To the letter. */
  readonly issuer: string;
  /** Has to be in the audience. */
  readonly clientId: string;
  /** None is ever accepted that is not in here. */
  readonly algorithms: readonly string[];
  /** Finds the key; fails by a {@link WhoError} where the provider cannot be asked. */
  readonly keyOf: JWTVerifyGetKey;
  readonly clockToleranceSeconds: number;
}

/** What one kind of token has to be. */
export interface TokenKind {
  /** What its header may call it, in lower case and without `application/`. No name at all is always accepted. */
  readonly types: readonly string[];
  readonly requiredClaims: readonly string[];
}

/** A token that is genuine; or why it is not. */
export type TokenReading =
  | { readonly claims: JWTPayload; readonly algorithm: string }
  /** The end of a sentence about the token, without anything of it. */
  | { readonly problem: string };

/**
 * Reads a signed token (RFC 7519, and RFC 8725 for what to look at): signature, algorithm, type, issuer, audience and
 * times.
 *
 * @param nowMs milliseconds since 1970
 * @throws {WhoError} where the provider's keys cannot be fetched
 */
export async function readToken(token: string, trust: Trust, kind: TokenKind, nowMs: number): Promise<TokenReading> {
  const options: JWTVerifyOptions = {
    algorithms: [...trust.algorithms],
    issuer: trust.issuer,
    audience: trust.clientId,
    requiredClaims: [...kind.requiredClaims],
    clockTolerance: trust.clockToleranceSeconds,
    currentDate: new Date(nowMs),
  };
  try {
    const { payload, protectedHeader } = await verify(token, trust.keyOf, options);
    const problem = problemWith(payload, protectedHeader.typ, trust, kind, nowMs);
    return problem === undefined ? { claims: payload, algorithm: protectedHeader.alg } : { problem };
  } catch (error) {
    if (error instanceof WhoError) throw error;
    return { problem: problemOf(error) };
  }
}

/** Where several keys may be meant, because nothing names one, each is tried. */
async function verify(
  token: string,
  keyOf: JWTVerifyGetKey,
  options: JWTVerifyOptions,
): Promise<Awaited<ReturnType<typeof jwtVerify>>> {
  try {
    return await jwtVerify(token, keyOf, options);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      try {
        return await jwtVerify(token, key, options);
      } catch (other) {
        if (!(other instanceof errors.JWSSignatureVerificationFailed)) throw other;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

/** What the library does not look at. */
function problemWith(
  { iat, azp, aud }: JWTPayload,
  type: string | undefined,
  { clientId, clockToleranceSeconds }: Trust,
  { types }: TokenKind,
  nowMs: number,
): string | undefined {
  if (type !== undefined && !types.includes(type.toLowerCase().replace(/^application\//, ''))) {
    return 'it is a token of another kind';
  }
  if (iat !== undefined && iat > nowMs / 1000 + clockToleranceSeconds) return 'it is from the future';
  const hasOthers = Array.isArray(aud) && aud.some((one) => one !== clientId);
  if (azp === undefined ? hasOthers : azp !== clientId) return 'it was issued to another client';
  return undefined;
}

/** In words of our own: the library's messages are made for programmers, and its errors carry the token's claims. */
function problemOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return CLAIM_PROBLEMS[error.claim] ?? `its "${CLAIM.test(error.claim) ? error.claim : '?'}" is missing or wrong`;
  }
  if (error instanceof errors.JOSEError) return PROBLEMS[error.code] ?? 'it cannot be verified';
  return 'its key cannot be used';
}

const CLAIM = /^\w{1,32}$/;

const CLAIM_PROBLEMS: Readonly<Record<string, string>> = {
  iss: 'it is of another issuer',
  aud: 'it is for another client',
  nbf: 'it is not good yet',
};

const PROBLEMS: Readonly<Record<string, string>> = {
  ERR_JOSE_ALG_NOT_ALLOWED: 'its algorithm is not among the "algorithms"',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'its signature is wrong',
  ERR_JWKS_NO_MATCHING_KEY: 'the provider has no such key',
  ERR_JWS_INVALID: 'it is no signed token',
  ERR_JWT_INVALID: 'it is no signed token',
};
