import { addHeaders, type WhoFetchOptions, whoFetchAtOnce } from '@who/fetch';
import { greeting } from './greeting.js';
import { alice } from './people.js';
import { ticketEngine } from './ticket-engine.js';

/** A handler that asks nobody who he is. Like all of these, it looks where a request goes, as every application does. */
export function bare(request: Request): Response {
  return greet(isLogin(request) ? 'nobody' : 'alice');
}

/** The same with the least that can stand before it. */
export function least(request: Request): Response {
  Object.assign(request, { noted: true });
  return bare(request);
}

/** The same with a look at the cookies, which everybody needs who signs people in by one. */
export function cookies(request: Request): Response {
  Object.assign(request, { noted: request.headers.get('cookie') !== null });
  return bare(request);
}

/** A handler with @who and an auth_tkt cookie. */
export function withWho<C>(
  peer: NonNullable<WhoFetchOptions<C>['peer']>,
): (request: Request, context: C) => Response | Promise<Response> {
  return whoFetchAtOnce<object, C>(
    ticketEngine(),
    (request, who) => {
      if (!isLogin(request)) return greet(who.identity?.userid);
      return who.login(alice).then(({ headers }) => addHeaders(greet('alice'), headers));
    },
    { peer },
  );
}

function isLogin(request: Request): boolean {
  return request.url.endsWith('/login');
}

function greet(userid: string | undefined): Response {
  return new Response(greeting(userid), { headers: { 'Content-Type': 'text/plain' } });
}
