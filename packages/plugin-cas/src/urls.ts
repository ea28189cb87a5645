import { type Exchange, sameOriginUrl } from '@who/core';
import type { CasSettings } from './options.js';
import type { SignInMode, SignInState } from './sign-in/login-state.js';

/**
 * The service that a browser is sent back to: the same string at login and at validation, to the letter. After a gateway
 * attempt the page has to be shown in any case, so it goes along, for the case that the cookie does not.
 *
 * @param state none for a ticket that nobody was sent to fetch
 */
export function serviceUrl(
  publicUrl: string,
  settings: CasSettings,
  state?: Pick<SignInState, 'nonce' | 'mode' | 'cameFrom'>,
): string {
  const query = new URLSearchParams();
  if (state) query.set(settings.stateParameter, state.nonce);
  if (state?.mode === 'gateway' && state.cameFrom.length <= MAX_CARRIED_LENGTH) query.set('came_from', state.cameFrom);
  return `${publicUrl}${settings.callbackPath}${state ? '?' : ''}${query}`;
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

/** Whether the request's `Host` is that of a public URL. Behind a proxy that sets another one it never is. */
export function isPublicHost(exchange: Exchange): boolean {
  const { protocol, host } = new URL(exchange.publicUrl);
  const asked = exchange.header('host') ?? exchange.header(':authority');
  const url = `${protocol}//${asked}`;
  return asked === undefined || (URL.canParse(url) && new URL(url).host === host);
}

/** The application's front page. */
export function homeUrl(exchange: Exchange): string {
  return `${exchange.publicUrl}/`;
}

/**
 * What is kept of a `came_from`: path, query and fragment of an address on this origin. Anything else, what is too long
 * for one cookie among several, and the pages that sign in and out themselves, count as the front page.
 */
export function returnPath(exchange: Exchange, settings: CasSettings, cameFrom: string | null | undefined): string {
  const { publicUrl } = exchange;
  const wanted = new URL(sameOriginUrl(cameFrom, publicUrl) ?? homeUrl(exchange));
  const isOwn = [settings.callbackPath, settings.logoutPath].some(
    (path) => path !== undefined && new URL(publicUrl + path).pathname === wanted.pathname,
  );
  const path = wanted.pathname + wanted.search + wanted.hash;
  return isOwn || path.length > MAX_CAME_FROM_LENGTH ? new URL(homeUrl(exchange)).pathname : path;
}

/** The absolute URL of what {@link returnPath} kept. */
export function returnUrl(publicUrl: string, path: string): string {
  return new URL(publicUrl).origin + path;
}

/** Where a person can start the sign-in once more. */
export function retryUrl(exchange: Exchange, settings: CasSettings, path: string, again = false): string {
  const query = new URLSearchParams({ came_from: path });
  if (again) query.set(AGAIN, '1');
  return `${exchange.publicUrl}${settings.callbackPath}?${query}`;
}

/** Marks a page that is shown after a gateway attempt without a cookie, so that it does not begin another one. */
export function triedUrl(publicUrl: string, path: string): string {
  const { origin, pathname, search, hash } = new URL(returnUrl(publicUrl, path));
  return `${origin}${pathname}${search === '' ? '?' : `${search}&`}${TRIED}=1${hash}`;
}

/** The parameter of the callback path that says that the state of an attempt was lost before. */
export const AGAIN = 'again';

/** The parameter that {@link triedUrl} adds to a page. */
export const TRIED = 'who_gateway';

const MAX_CAME_FROM_LENGTH = 1024;

/** In the service it stands in an address that stands in another one. */
const MAX_CARRIED_LENGTH = 512;
