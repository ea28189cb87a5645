import { badOption } from '../contract/errors.js';

/**
 * The URL that something is; `undefined` where it is none. Not by `URL.canParse`: in Node 20 and 22 that says no to letters
 * of Latin-1 (ü) once it has been asked some thousand times, because then it is compiled.
 *
 * @param base where a relative one starts. @default only absolute ones are URLs
 * @example
 * const isHttps = parseUrl('https://bücher.example/')?.protocol === 'https:';
 */
export function parseUrl(text: unknown, base?: string): URL | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** A public URL without its trailing slash, and the host that selects it. */
export interface PublicUrl {
  readonly href: string;
  readonly host: string;
}

/**
 * Checks a public URL: `http` or `https`, an optional path prefix, nothing else.
 *
 * @throws {WhoError} BAD_OPTION
 */
export function parsePublicUrl(value: string): PublicUrl {
  const url = parseUrl(value);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw badOption('@who/core', 'publicUrl', `must be an http or https URL, not ${JSON.stringify(value)}.`);
  }
  if (url.search || url.hash || url.username || url.password) {
    throw badOption('@who/core', 'publicUrl', 'must not have a query, a fragment or a user.');
  }
  return { href: url.href.replace(/\/$/, ''), host: url.host };
}

/**
 * Where a `came_from` or `next` parameter may lead: an absolute URL on the same origin, or `undefined`.
 * Everything is decided on the parsed URL, the way a browser would read it, so `//host`, `/\host`, tabs and
 * newlines inside, user names and other schemes do not get through.
 *
 * @param value what a request asks for: a path or an absolute URL
 * @param publicUrl the application's own public URL; relative values start there
 */
export function sameOriginUrl(value: string | null | undefined, publicUrl: string): string | undefined {
  const url = value && value.length <= MAX_RETURN_LENGTH ? parseUrl(value, publicUrl) : undefined;
  if (!url) return undefined;
  const own = new URL(publicUrl);
  // Not by `origin`: that of `blob:https://app.example.org/…` is the one inside.
  const isOwn = url.protocol === own.protocol && url.host === own.host;
  return isOwn && !url.username && !url.password ? url.href : undefined;
}

/** Longer return addresses are not followed: they would not fit into a cookie or another URL. */
const MAX_RETURN_LENGTH = 2048;
