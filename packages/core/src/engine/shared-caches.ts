import type { HeaderList, ResponseHead } from '../contract/contract.js';

/**
 * The headers that keep somebody signed in, for a response that a cache in front may look at: a cache that keeps the
 * response would hand them to strangers.
 *
 * Where the application lets shared caches keep it (`public`, a lifetime, `Expires`, a header for one cache, RFC 9111
 * and 9213), there are none: the next response carries them. Where it says nothing, caches guess by `Last-Modified` or
 * `ETag`; so the response is called private.
 */
export function besideCaches(headers: HeaderList, response: ResponseHead): HeaderList {
  const control = response.header('cache-control') ?? '';
  // `private="Set-Cookie"` is about one header, and many caches do not know it.
  if (/(?:^|[\s,])(?:private|no-store)\s*(?:,|$)/i.test(control)) return headers;
  if (PERMISSION.test(control) || PERMISSIONS.some((name) => response.header(name) !== undefined)) return NONE;
  return [...headers, ['Cache-Control', 'private']];
}

/** A lifetime of nothing means "ask again" to those who send it, and lets itself be called private. */
const PERMISSION = /(?:^|[\s,])(?:(?:public|immutable)\s*(?:,|$)|s-maxage|max-age="?0*[1-9])/i;
const PERMISSIONS: readonly string[] = ['expires', 'cdn-cache-control', 'surrogate-control', 'x-accel-expires'];
const NONE: HeaderList = Object.freeze([]);
