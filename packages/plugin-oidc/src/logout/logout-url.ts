import { chain, type Exchange, type MaybePromise } from '@who/core';
import type { OidcContext } from '../context.js';

/**
 * The provider's logout page (OpenID Connect RP-Initiated Logout 1.0). It learns which application it is by the client's
 * id, so that no ID token has to cross the browser; many then ask people once more whether they want to leave.
 *
 * @param returnTo the provider has to know it among its `post_logout_redirect_uris`
 * @returns `undefined` where the provider has none
 */
export function logoutUrl(
  exchange: Exchange,
  returnTo: string,
  { settings, providerFor }: OidcContext,
): MaybePromise<string | undefined> {
  return chain(providerFor(exchange), ({ metadata: { endSessionUrl } }) => {
    if (!endSessionUrl) return undefined;
    const url = new URL(endSessionUrl);
    url.searchParams.set('client_id', settings.clientId);
    url.searchParams.set('post_logout_redirect_uri', returnTo);
    return url.href;
  });
}
