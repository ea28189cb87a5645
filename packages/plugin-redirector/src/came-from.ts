/**
 * Where a visitor was going, as a login page is told. It always leads back to the application's own origin, also for
 * a page that redirects to it unchecked.
 *
 * @param here the absolute URL of the request
 * @param publicUrl the application's public URL, without a trailing slash
 * @param asPath whether the login page is on this origin: it gets path and query only; another page needs the whole URL
 * @returns the application's root for addresses that are too long, or that a browser would read as another host's
 */
export function cameFrom(here: URL, publicUrl: string, asPath: boolean): string {
  // `https://app.example.org//evil.example/` is an address here, but its path `//evil.example/` is one there.
  const leavesOrigin = here.pathname.startsWith('//');
  const value = asPath ? here.pathname + here.search : here.origin + here.pathname + here.search;
  if (!leavesOrigin && value.length <= MAX_LENGTH) return value;
  const root = new URL(`${publicUrl}/`);
  return asPath ? root.pathname : root.href;
}

/** `sameOriginUrl` of `@who/core` does not follow longer ones. */
const MAX_LENGTH = 2048;
