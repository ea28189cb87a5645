import type { Exchange, Facts, Reason } from '@who/core';
import { type Arrival, quoted, type Refused, type SignIn, type Verdict } from '@who/sso';
import type { JWTPayload } from 'jose';
import { allClaims, attributesOf, type Claims } from '../claims/attributes.js';
import { askUserInfo } from '../claims/user-info.js';
import { useridOf } from '../claims/userid.js';
import type { OidcContext } from '../context.js';
import { ambiguousUserid } from '../errors.js';
import type { OidcSettings } from '../options.js';
import type { Provider } from '../provider/provider.js';
import { reasons } from '../reasons.js';
import { type IdTokenQuestion, readIdToken } from '../tokens/id-token.js';
import type { Trust } from '../tokens/read-token.js';
import { trustIn } from '../tokens/trust.js';
import { NONCE } from './names.js';
import type { OidcAnswer } from './receive.js';
import { redeem, type Tokens } from './redeem.js';

/**
 * Says who has come back from the provider: redeems the code, reads the ID token and asks UserInfo.
 *
 * @throws {WhoError} OIDC_UNAVAILABLE and others, OIDC_CLIENT_REFUSED, OIDC_USERID_AMBIGUOUS
 */
export async function verify(
  exchange: Exchange,
  { answer, signIn }: Arrival<OidcAnswer>,
  context: OidcContext,
): Promise<Verdict> {
  const { settings, hasOthers, providerFor } = context;
  if (!signIn) return refused('OIDC_STATE_MISSING', 'nobody was sent to fetch it', [reasons.OIDC_STATE_MISSING]);
  if (!settings.knowsOfOthers && hasOthers(exchange)) {
    exchange.explain?.(reasons.OIDC_USERID_AMBIGUOUS);
    throw ambiguousUserid();
  }
  const provider = await providerFor(exchange);
  const early = withoutAsking(answer, provider, settings);
  if (early) return early;

  const tokens = await redeem(exchange, provider, { answer, signIn });
  if ('refusal' in tokens) {
    const { refusal: code } = tokens;
    const rejected = refused('OIDC_CODE_REJECTED', `the provider refused it: ${code}`, [
      reasons.OIDC_CODE_REFUSED,
      { code },
    ]);
    return { refused: { ...rejected.refused, detail: code }, mayRetry: code === 'invalid_grant' };
  }
  if ('problem' in tokens) return tokenRejected(tokens.problem);
  const trust = trustIn(provider, context, exchange);
  const reading = await readIdToken(questionAbout(tokens, signIn, settings, exchange), trust, exchange.now());
  if ('problem' in reading) return tokenRejected(reading.problem);
  const info = await moreAbout(reading.claims, { tokens, provider, trust }, settings, exchange);
  if ('problem' in info) return userRejected(info.problem);
  const verdict = accepted(reading.claims, info.claims, signIn, settings);
  if ('refused' in verdict || !context.tokens) return verdict;
  return { ...verdict, kept: { ...verdict.kept, tokens: await context.tokens.keep(tokens.kept) } };
}

/** What is to be said of an answer before the provider is asked about it. */
function withoutAsking(
  { code, error = '', issuer }: OidcAnswer,
  { metadata }: Provider,
  settings: OidcSettings,
): Refused | undefined {
  // The answer of one provider must not be shown to another one (RFC 9207).
  if (issuer === undefined ? metadata.namesItself : issuer !== metadata.issuer) {
    const told = [reasons.OIDC_OTHER_PROVIDER, { issuer: settings.issuer }] as const;
    return refused('OIDC_CODE_REJECTED', 'it is of another provider', told);
  }
  if (code !== undefined) return undefined;
  const told = [reasons.OIDC_ERROR_CAME, { code: error }] as const;
  const { refused: problem } = refused('OIDC_CODE_MISSING', `the provider sent an error: ${error}`, told);
  return { refused: { ...problem, detail: error } };
}

function accepted(
  idToken: JWTPayload,
  userInfo: Claims | undefined,
  { mode }: SignIn,
  settings: OidcSettings,
): Verdict {
  const claims = allClaims(idToken, userInfo);
  const found = useridOf(claims, settings);
  if ('problem' in found) return userRejected(`the claim ${quoted(settings.useridClaim)} ${found.problem}`);
  const { sid, sub = '' } = idToken;
  return {
    userid: found.userid,
    attributes: attributesOf(settings.mapClaims?.(claims) ?? claims),
    session: { group: typeof sid === 'string' && sid !== '' ? sid : undefined, subject: sub },
    kept: { sub },
    isRenewed: mode === 'renew',
  };
}

/** Who it is has to have signed in after the beginning of a sign-in that wants a password, or recently enough. */
function questionAbout(
  { idToken, accessToken }: Tokens,
  signIn: SignIn,
  { acrValues, amrValues, maxAgeSeconds }: OidcSettings,
  exchange: Exchange,
): IdTokenQuestion {
  const recently = maxAgeSeconds === undefined ? undefined : exchange.now() / 1000 - maxAgeSeconds;
  return {
    idToken,
    accessToken,
    nonce: signIn.secretFor(NONCE),
    authenticatedAfterSeconds: signIn.mode === 'renew' ? signIn.begunAtSeconds : recently,
    acrValues,
    amrValues,
  };
}

async function moreAbout(
  { sub: subject = '' }: JWTPayload,
  { tokens, provider, trust }: { tokens: Tokens; provider: Provider; trust: Trust },
  { userInfo }: OidcSettings,
  exchange: Exchange,
): Promise<{ readonly claims: Claims | undefined } | { readonly problem: string }> {
  const { userInfoUrl } = provider.metadata;
  if (!userInfo || !userInfoUrl) return { claims: undefined };
  const { accessToken } = tokens;
  return askUserInfo(provider, userInfoUrl, { accessToken, subject }, trust, exchange);
}

function tokenRejected(problem: string): Refused {
  const told = [reasons.OIDC_TOKEN_REJECTED, { problem }] as const;
  return refused('OIDC_TOKEN_REJECTED', `of the ID token: ${problem}`, told);
}

function userRejected(problem: string): Refused {
  return refused('OIDC_USER_REJECTED', problem, [reasons.OIDC_USER_REJECTED, { problem }]);
}

function refused(code: string, reason: string, told: readonly [Reason, Facts?]): Refused {
  return { refused: { code, reason, told } };
}
