import { createHash } from 'node:crypto';
import { chain, type Exchange, type MaybePromise } from '@who/core';
import type { Departure, SignIn } from '@who/sso';
import { buildAuthorizationUrl, buildAuthorizationUrlWithPAR } from 'openid-client';
import type { OidcContext } from '../context.js';
import { badResponse } from '../errors.js';
import type { OidcSettings } from '../options.js';
import { tellOfClient } from '../provider/refused-client.js';
import { troubleOf } from '../provider/trouble.js';
import { NONCE, redirectUri, VERIFIER } from './names.js';

/**
 * Sends a browser to the provider: an authorization request (OpenID Connect Core 1.0, 3.1.2.1) with PKCE (RFC 7636),
 * pushed to it beforehand where it takes that (RFC 9126).
 *
 * @throws {WhoError} OIDC_UNAVAILABLE and others, OIDC_CLIENT_REFUSED
 */
export function leave(
  exchange: Exchange,
  signIn: SignIn,
  { settings, providerFor }: OidcContext,
): MaybePromise<Departure> {
  const request = authorizationRequest(settings, signIn);
  return chain(providerFor(exchange), ({ metadata, configuration }): MaybePromise<Departure> => {
    if (!settings.pushRequests || !metadata.takesPushedRequests) {
      return { location: buildAuthorizationUrl(configuration, request).href };
    }
    return buildAuthorizationUrlWithPAR(configuration, request).then(
      ({ href }) => ({ location: href }),
      (error: unknown) => refuse(error, exchange),
    );
  });
}

/** Nothing in a request is of the person's making. */
function refuse(error: unknown, exchange: Exchange): never {
  const trouble = troubleOf(error);
  if ('refusal' in trouble) throw tellOfClient(exchange, trouble.refusal);
  throw badResponse('answer' in trouble ? trouble.answer : trouble.token);
}

function authorizationRequest(settings: OidcSettings, signIn: SignIn): Record<string, string> {
  const { mode } = signIn;
  const { acrValues, responseMode, maxAgeSeconds } = settings;
  const prompt = mode === 'gateway' ? 'none' : mode === 'renew' ? 'login' : settings.prompt;
  // Only with it has an ID token to say when somebody signed in.
  const maxAge = mode === 'renew' ? 0 : maxAgeSeconds;
  return {
    ...settings.authorizationParameters,
    response_type: 'code',
    scope: settings.scope,
    redirect_uri: redirectUri(signIn.callbackUrl),
    state: signIn.id,
    nonce: signIn.secretFor(NONCE),
    code_challenge: createHash('sha256').update(signIn.secretFor(VERIFIER)).digest('base64url'),
    code_challenge_method: 'S256',
    ...(prompt !== undefined && { prompt }),
    ...(maxAge !== undefined && { max_age: String(maxAge) }),
    ...(acrValues.length > 0 && { acr_values: acrValues.join(' ') }),
    ...(responseMode === 'form_post' && { response_mode: responseMode }),
  };
}
