import { type Exchange, sameOriginUrl } from '@who/core';
import { homeUrl, type SignIn, type SignInMode } from '@who/sso';
import type { CasSettings } from './options.js';

/**
 * The service that a browser is sent back to: the same string at login and at validation, to the letter. After a gateway
 * attempt the page has to be shown in any case, so it goes along, for the case that the cookie does not.
 *
 * @param signIn none for a ticket that nobody was sent to fetch
 */
export function serviceUrl(
  callbackUrl: string,
  { stateParameter }: Pick<CasSettings, 'stateParameter'>,
  signIn?: Pick<SignIn, 'id' | 'mode' | 'cameFrom'>,
): string {
  if (!signIn) return callbackUrl;
  const query = new URLSearchParams({ [stateParameter]: signIn.id });
  if (signIn.mode === 'gateway' && signIn.cameFrom.length <= MAX_CARRIED_LENGTH) {
    query.set('came_from', signIn.cameFrom);
  }
  return `${callbackUrl}?${query}`;
}

/** The CAS server's login page. `renew` and `gateway` contradict each other: only one of them is ever there. */
export function loginUrl(settings: CasSettings, service: string, mode: SignInMode): string {
  const query = new URLSearchParams([...settings.loginParameters, ['service', service]]);
  if (mode !== 'plain') query.set(mode, 'true');
  if (settings.method !== 'GET') query.set('method', settings.method);
  return `${settings.casUrl}/login?${query}`;
}

/** The CAS server's logout page, and from there back to a page of this application. */
export function casLogoutUrl(exchange: Exchange, settings: CasSettings, returnTo?: string): string {
  const target = sameOriginUrl(returnTo, exchange.publicUrl) ?? homeUrl(exchange);
  const names = settings.logoutParameter === 'both' ? ['service', 'url'] : [settings.logoutParameter];
  return `${settings.casUrl}/logout?${new URLSearchParams(names.map((name): [string, string] => [name, target]))}`;
}

/** In the service it stands in an address that stands in another one. */
const MAX_CARRIED_LENGTH = 512;
