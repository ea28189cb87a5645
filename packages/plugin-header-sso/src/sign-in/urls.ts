import type { Exchange } from '@who/core';
import { ownUrl, pathIn } from '@who/sso';
import type { HeaderSsoSettings, Initiator } from '../options.js';

/** A page of the front end, and from there on to a page of this application. */
export function frontEndUrl(exchange: Exchange, { url, parameter }: Initiator, target: string): string {
  const page = new URL(url, exchange.publicUrl);
  page.searchParams.set(parameter, target);
  return page.href;
}

/** Where a sign-in or a logout leads: an address on this origin, but not a page that signs in or out itself. */
export function returnUrl(
  exchange: Exchange,
  { signInPath: callbackPath, logoutPath }: HeaderSsoSettings,
  cameFrom: string | null | undefined,
): string {
  return ownUrl(exchange, { callbackPath, logoutPath }, cameFrom);
}

/** The page that signs in, and where it leads. Addresses of the own origin are written as paths. */
export function signInUrl(exchange: Exchange, signInPath: string, target: string, tried = false): string {
  const query = new URLSearchParams({ came_from: pathIn(target) });
  if (tried) query.set(TRIED, '1');
  return `${exchange.publicUrl}${signInPath}?${query}`;
}

/** Marks the way back from the front end's login, so that one that signs nobody in is not asked for ever. */
export const TRIED = 'tried';
