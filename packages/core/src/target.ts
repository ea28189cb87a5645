import { WhoError } from './errors.js';

/** What a request says of where it goes, in node:http, and in Connect and Express, which shorten `url` as they mount. */
export interface Targeted {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly originalUrl?: string | undefined;
}

/**
 * The request target as it came: never resolved, decoded or shortened, because whatever else reads it (a front end, a
 * framework) reads it in its own way. Only the forms that a server is asked for its own resources by are there: the
 * origin form, and `*` of OPTIONS (RFC 9112, section 3.2).
 *
 * @returns `undefined` for any other form; such a request has to be refused before anybody parses it
 */
export function targetOf(request: Targeted): string | undefined {
  const target = request.originalUrl ?? request.url;
  if (target?.charCodeAt(0) === SLASH) return target;
  return target === '*' && request.method === 'OPTIONS' ? target : undefined;
}

/** The refusal of a request whose target {@link targetOf} cannot tell. */
export function badTarget(): WhoError {
  return new WhoError('The request target is neither a path nor the "*" of OPTIONS: this server is no proxy.', {
    code: 'BAD_TARGET',
    plugin: '@who/core',
    status: 400,
  });
}

const SLASH = 0x2f;
