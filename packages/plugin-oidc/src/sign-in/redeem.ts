import type { Exchange } from '@who/core';
import type { SignIn } from '@who/sso';
import { authorizationCodeGrant } from 'openid-client';
import { badResponse } from '../errors.js';
import type { Provider } from '../provider/provider.js';
import { refusesClient, tellOfClient } from '../provider/refused-client.js';
import { troubleOf } from '../provider/trouble.js';
import { tokensOf } from '../tokens-kept/access-token.js';
import type { KeptTokens } from '../tokens-kept/token-store.js';
import { NONCE, redirectUri, VERIFIER } from './names.js';
import type { OidcAnswer } from './receive.js';

/** What the provider gives for a code. */
export interface Tokens {
  readonly idToken: string;
  readonly accessToken: string;
  /** What may be kept of it. */
  readonly kept: KeptTokens;
}

/** Or why it gives nothing. */
export type Redemption =
  | Tokens
  /** An error of OAuth. */
  | { readonly refusal: string }
  /** The end of a sentence about the ID token. */
  | { readonly problem: string };

/**
 * Redeems a code (OpenID Connect Core 1.0, 3.1.3), with the verifier that only this application can work out.
 *
 * @throws {WhoError} OIDC_UNAVAILABLE and others, OIDC_CLIENT_REFUSED
 */
export async function redeem(
  exchange: Exchange,
  { configuration }: Provider,
  { answer: { code = '', issuer }, signIn }: { readonly answer: OidcAnswer; readonly signIn: SignIn },
): Promise<Redemption> {
  const url = new URL(redirectUri(signIn.callbackUrl));
  const named = { code, state: signIn.id, ...(issuer !== undefined && { iss: issuer }) };
  url.search = new URLSearchParams(named).toString();
  try {
    const answer = await authorizationCodeGrant(configuration, url, {
      expectedState: signIn.id,
      expectedNonce: signIn.secretFor(NONCE),
      pkceCodeVerifier: signIn.secretFor(VERIFIER),
      idTokenExpected: true,
    });
    const kept = tokensOf(answer, exchange.now());
    return { idToken: answer.id_token ?? '', accessToken: answer.access_token, kept };
  } catch (error) {
    const trouble = troubleOf(error);
    if ('answer' in trouble) throw badResponse(trouble.answer);
    if ('token' in trouble) return { problem: trouble.token };
    if (refusesClient(trouble.refusal)) throw tellOfClient(exchange, trouble.refusal);
    return { refusal: trouble.refusal };
  }
}
