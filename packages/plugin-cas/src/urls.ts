import { type Exchange, sameOriginUrl } from '@who/core';
import type { CasSettings } from './options.js';
import type { SignInMode } from './sign-in/login-state.js';

/**
 * The service that a browser is sent back to: the same string at login and at validation, to the letter.
 *
 * @param nonce empty for a ticket that nobody was sent to fetch
 */
export function serviceUrl(publicUrl: string, settings: CasSettings, nonce: string): string {
  return `${publicUrl}${settings.callbackPath}${nonce === '' ? '' : `?state=${nonce}`}`;
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

/** The application's front page. */
export function homeUrl(exchange: Exchange): string {
  return `${exchange.publicUrl}/`;
}

/**
 * What is kept of a `came_from`: path, query and fragment of an address on this origin. Anything else, and the pages
 * that sign in and out themselves, count as the front page.
 */
export function returnPath(exchange: Exchange, settings: CasSettings, cameFrom: string | null | undefined): string {
  const { publicUrl } = exchange;
  const wanted = new URL(sameOriginUrl(cameFrom, publicUrl) ?? homeUrl(exchange));
  const isOwn = [settings.callbackPath, settings.logoutPath].some(
    (path) => path !== undefined && new URL(publicUrl + path).pathname === wanted.pathname,
  );
  const { pathname, search, hash } = isOwn ? new URL(homeUrl(exchange)) : wanted;
  return pathname + search + hash;
}

/** The absolute URL of what {@link returnPath} kept. */
export function returnUrl(publicUrl: string, path: string): string {
  return new URL(publicUrl).origin + path;
}

/** Where a person can start the sign-in once more. */
export function retryUrl(exchange: Exchange, settings: CasSettings, path: string): string {
  return `${exchange.publicUrl}${settings.callbackPath}?${new URLSearchParams({ came_from: path })}`;
}
