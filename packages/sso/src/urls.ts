import { type Exchange, parseUrl, sameOriginUrl } from '@who/core';

/** Paths on which a plugin answers itself, so that no sign-in leads back there. */
export interface OwnPaths {
  readonly callbackPath: string | undefined;
  readonly logoutPath: string | undefined;
}

/** Whether the request's `Host` is that of a public URL. Behind a proxy that sets another one it never is. */
export function isPublicHost(exchange: Exchange): boolean {
  const { protocol, host } = new URL(exchange.publicUrl);
  const asked = exchange.header('host') ?? exchange.header(':authority');
  return asked === undefined || parseUrl(`${protocol}//${asked}`)?.host === host;
}

/** The application's front page. */
export function homeUrl(exchange: Exchange): string {
  return `${exchange.publicUrl}/`;
}

/**
 * Where a sign-in or a logout may lead: an address on this origin. Anything else, and the pages that sign in and out
 * themselves, count as the front page.
 */
export function ownUrl(exchange: Exchange, paths: OwnPaths, cameFrom: string | null | undefined): string {
  const { publicUrl } = exchange;
  const wanted = sameOriginUrl(cameFrom, publicUrl);
  if (wanted === undefined) return homeUrl(exchange);
  const { pathname } = new URL(wanted);
  const isOwn = [paths.callbackPath, paths.logoutPath].some(
    (path) => path !== undefined && new URL(publicUrl + path).pathname === pathname,
  );
  return isOwn ? homeUrl(exchange) : wanted;
}

/**
 * What is kept of a `came_from`: path, query and fragment of an {@link ownUrl}. What is too long for one cookie among
 * several counts as the front page, too.
 */
export function returnPath(exchange: Exchange, paths: OwnPaths, cameFrom: string | null | undefined): string {
  const path = pathIn(ownUrl(exchange, paths, cameFrom));
  return path.length > MAX_CAME_FROM_LENGTH ? new URL(homeUrl(exchange)).pathname : path;
}

/** Path, query and fragment of an absolute URL. */
export function pathIn(url: string): string {
  const { pathname, search, hash } = new URL(url);
  return pathname + search + hash;
}

/** The absolute URL of what {@link returnPath} kept. */
export function returnUrl(publicUrl: string, path: string): string {
  return new URL(publicUrl).origin + path;
}

/** Where a person can start the sign-in once more. */
export function retryUrl(exchange: Exchange, callbackPath: string, path: string, again = false): string {
  const query = new URLSearchParams({ came_from: path });
  if (again) query.set(AGAIN, '1');
  return `${exchange.publicUrl}${callbackPath}?${query}`;
}

/** Marks a page that is shown after a gateway attempt without a cookie, so that it does not begin another one. */
export function triedUrl(publicUrl: string, path: string): string {
  const { origin, pathname, search, hash } = new URL(returnUrl(publicUrl, path));
  return `${origin}${pathname}${search === '' ? '?' : `${search}&`}${TRIED}=1${hash}`;
}

/** After anything else a browser has to go on with GET, and the address may not answer GET later. */
export function isPageLoad({ method }: Exchange): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** Whether a host is this machine, so that nobody sits on the wire. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

/** The parameter of the callback path that says that the state of an attempt was lost before. */
export const AGAIN = 'again';

/** The parameter that {@link triedUrl} adds to a page. */
export const TRIED = 'who_gateway';

const MAX_CAME_FROM_LENGTH = 1024;
const LOOPBACK = /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
