import type { HeaderList, Reply } from '@who/core';
import { release } from './body.js';
import { fetchError } from './errors.js';

/**
 * A reply as a response: for what `who.challenge()` answers with.
 *
 * @param method of the request: an answer to HEAD has no body. @default 'GET'
 * @param above headers of outer layers, to which the reply's own are added. @default none
 * @example
 * const askAgain = whoFetch(who, async (request, who) => {
 *   const challenge = await who.challenge();
 *   return challenge ? replyResponse(challenge, request.method) : new Response(null, { status: 401 });
 * });
 */
export function replyResponse(reply: Reply, method = 'GET', above?: Headers): Response {
  const { status, body } = reply;
  const headers = new Headers(above);
  for (const name of ABOUT_THE_BODY) headers.delete(name);
  putHeaders(headers, reply.headers ?? []);
  const isBodiless = method === 'HEAD' || BODILESS.has(status);
  return new Response(isBodiless ? null : (body as Body), { status, headers });
}

/** What an outer layer says of a body is not true of another one. */
const ABOUT_THE_BODY: readonly string[] =
  `accept-ranges content-disposition content-encoding content-language content-length content-location content-md5
  content-range content-type etag last-modified trailer transfer-encoding`.split(/\s+/);

type Body = ConstructorParameters<typeof Response>[0];

/** A `Response` of theirs with a body is an error. */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/** Sets header lines in place of those that are there, except for the names of which there may be several. */
function putHeaders(headers: Headers, lines: HeaderList): void {
  const put = new Set(['set-cookie', 'vary']);
  for (const [name, value] of lines) {
    const key = name.toLowerCase();
    if (put.has(key)) headers.append(name, value);
    else headers.set(name, value);
    put.add(key);
  }
}

/**
 * A response with more header lines: for those that `who.login()` and `who.logout()` answer with. It is a copy, because
 * many responses cannot be changed (`Response.redirect()`), and others serve several people.
 *
 * @throws {WhoError} BAD_RESPONSE where the body of the response is used up
 * @example
 * const signOut = whoFetch(who, async (request, who) =>
 *   addHeaders(Response.redirect(new URL('/', request.url), 303), await who.logout()),
 * );
 */
export function addHeaders(response: Response, headers: HeaderList): Response {
  let copy: Response;
  try {
    copy = copyOf(response);
  } catch (error) {
    throw fetchError('BAD_RESPONSE', 'A response cannot be sent twice: its body is used up.', error);
  }
  for (const [name, value] of headers) copy.headers.append(name, value);
  return copy;
}

/** A copy that takes the body over. */
function copyOf(response: Response): Response {
  if (!isTypeLate()) return new Response(response.body, response);
  const twin = response.clone();
  // What comes goes to one of the two only, and the source hears of it when that one is let go.
  release(response.body);
  return twin;
}

/**
 * Whether a response finds out what its body is only when it is sent, as in Bun: a text, and so `text/plain`, or else
 * bytes. A response that is made of the body of another could not tell any more.
 */
function isTypeLate(): boolean {
  return !new Response('').headers.has('content-type');
}

/** A page that says no more than a status and, for operators, a code. */
export function plainReply(status: number, headers: HeaderList = [], code?: string): Reply {
  return {
    status,
    headers: [
      ['Content-Type', 'text/plain; charset=utf-8'],
      ['X-Content-Type-Options', 'nosniff'],
      ['Cache-Control', 'no-store'],
      ...headers,
    ],
    body: code === undefined ? `${status}\n` : `${status}\n${code}\n`,
  };
}
