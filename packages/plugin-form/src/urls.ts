import { type Exchange, sameOriginUrl } from '@who/core';
import type { FormSettings } from './options.js';

/** The path of the public URL, which stands before that of every page: `/app`, or empty. */
export function basePath({ publicUrl }: Exchange): string {
  return new URL(publicUrl).pathname.replace(/\/$/, '');
}

/**
 * Where a sign-in leads, as a path with its query and fragment: back to where it began, if that was in this application,
 * below the path of its public URL. Anything else, and the pages that sign in and out themselves, count as
 * `postLoginUrl`.
 */
export function returnPath(exchange: Exchange, settings: FormSettings, cameFrom: string | null | undefined): string {
  const base = basePath(exchange);
  const home = base + settings.postLoginUrl;
  const wanted = sameOriginUrl(cameFrom, exchange.publicUrl);
  if (wanted === undefined) return home;
  const { pathname, search, hash } = new URL(wanted);
  // As a path, `//evil.example/` is another host.
  if (!`${pathname}/`.startsWith(`${base}/`) || pathname.startsWith('//')) return home;
  if (settings.ownPaths.includes(pathname.slice(base.length))) return home;
  const query = settings.loginFormUrl === undefined ? withoutParameter(search, settings.loginFormQs) : search;
  return pathname + query + hash;
}

/** Where a page load would come back to. What was posted is lost, and its address may answer nothing else. */
export function herePath(exchange: Exchange, settings: FormSettings): string {
  return returnPath(exchange, settings, isRead(exchange) ? exchange.url : undefined);
}

export const isRead = ({ method }: Exchange): boolean => method === 'GET' || method === 'HEAD';

/** The login page, and where it leads. */
export function loginPageUrl(exchange: Exchange, path: string, query: Readonly<Record<string, string>>): string {
  const search = new URLSearchParams(query).toString();
  return `${basePath(exchange)}${path}${search === '' ? '' : '?'}${search}`;
}

/** A query as it came but for one parameter. */
function withoutParameter(search: string, name: string): string {
  if (!search.includes(name)) return search;
  const kept = search
    .slice(1)
    .split('&')
    .filter((pair) => !new URLSearchParams(pair).has(name));
  return kept.length === 0 ? '' : `?${kept.join('&')}`;
}
