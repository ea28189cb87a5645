import { type Exchange, sameOriginUrl } from '@who/core';
import type { HeaderSsoSettings, Initiator } from '../options.js';

/** A page of the front end, and from there on to a page of this application. */
export function frontEndUrl(exchange: Exchange, { url, parameter }: Initiator, target: string): string {
  const page = new URL(url, exchange.publicUrl);
  page.searchParams.set(parameter, target);
  return page.href;
}

/** The application's front page. */
export function homeUrl(exchange: Exchange): string {
  return `${exchange.publicUrl}/`;
}

/**
 * Where a sign-in or a logout leads: an address on this origin. Anything else, and the pages that sign in and out
 * themselves, count as the front page.
 */
export function returnUrl(
  exchange: Exchange,
  settings: HeaderSsoSettings,
  cameFrom: string | null | undefined,
): string {
  const { publicUrl } = exchange;
  const wanted = sameOriginUrl(cameFrom, publicUrl);
  if (wanted === undefined) return homeUrl(exchange);
  const { pathname } = new URL(wanted);
  const isOwn = [settings.signInPath, settings.logoutPath].some(
    (path) => path !== undefined && new URL(publicUrl + path).pathname === pathname,
  );
  return isOwn ? homeUrl(exchange) : wanted;
}

/** The page that signs in, and where it leads. Addresses of the own origin are written as paths. */
export function signInUrl(exchange: Exchange, signInPath: string, target: string, tried = false): string {
  const { pathname, search, hash } = new URL(target);
  const query = new URLSearchParams({ came_from: pathname + search + hash });
  if (tried) query.set(TRIED, '1');
  return `${exchange.publicUrl}${signInPath}?${query}`;
}

/** Marks the way back from the front end's login, so that one that signs nobody in is not asked for ever. */
export const TRIED = 'tried';
