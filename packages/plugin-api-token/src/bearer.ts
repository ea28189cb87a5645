/**
 * Reads the value of an `Authorization` header of the scheme Bearer (RFC 6750, section 2.1).
 *
 * @returns the token; an empty text where the scheme is Bearer and what follows is no token; `undefined` for any other
 *   scheme
 * @example
 * parseBearer('Bearer mF_9.B5f-4.1JqM'); // 'mF_9.B5f-4.1JqM'
 * parseBearer('Bearer a b'); // ''
 * parseBearer('Basic YTpi'); // undefined
 */
export function parseBearer(authorization: string): string | undefined {
  if (!BEARER.test(authorization)) return undefined;
  return CREDENTIALS.exec(authorization)?.[1] ?? '';
}

/** Whether a text has the syntax of a token: `b64token` of RFC 6750, which is `token68` of RFC 9110. */
export function isB64token(text: string): boolean {
  return B64TOKEN.test(text);
}

const B64TOKEN = /^[\w\-.~+/]+=*$/;
const CREDENTIALS = /^bearer +([\w\-.~+/]+=*)$/i;
/** The scheme, and then nothing that could belong to its name (a token of RFC 9110, section 5.6.2). */
const BEARER = /^bearer(?![!#$%&'*+\-.^`|~\w])/i;
