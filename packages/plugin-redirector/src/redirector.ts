import type { Challenger, Exchange, ResponseHead } from '@who/core';
import { cameFrom } from './came-from.js';
import { type RedirectorOptions, resolveOptions } from './options.js';
import { reasons } from './reasons.js';

/**
 * Sends people to a login page, and tells the page where they were going and, if the application gave a reason, why
 * they have to sign in.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const login = redirector({ loginUrl: '/login' });
 */
export function redirector(options: RedirectorOptions): Challenger {
  const { loginUrl, cameFromParam, reason } = resolveOptions(options);
  const isPath = loginUrl.startsWith('/');
  let hasWarned = false;

  return {
    challenge(exchange, response) {
      const login = new URL(isPath ? exchange.publicUrl + loginUrl : loginUrl);
      const here = new URL(exchange.url);
      const isRead = exchange.method === 'GET' || exchange.method === 'HEAD';
      if (isRead && login.origin === here.origin && login.pathname === here.pathname) {
        warnOfLoop(exchange);
        return exchange.explain?.(reasons.LOGIN_PAGE_ASKS);
      }
      exchange.explain?.(reasons.REDIRECTED, { loginUrl });
      if (exchange.explain) tellOfHost(exchange);

      const added = new URLSearchParams();
      // What was posted is lost, and the address may answer nothing else: the login page decides where to go then.
      if (cameFromParam !== undefined && isRead) added.set(cameFromParam, cameFrom(here, exchange.publicUrl, isPath));
      if (reason) addReason(added, reason, response);
      login.search = [login.search.slice(1), added.toString()].filter((query) => query !== '').join('&');

      return {
        // 303 makes a browser go on with GET whatever the method was; after 302 it does so for POST only.
        status: isRead ? 302 : 303,
        headers: [
          ['Location', isPath ? login.pathname + login.search + login.hash : login.href],
          ['Cache-Control', 'no-store'],
        ],
      };
    },
  } satisfies Challenger;

  /** Once: everybody can ask for the login page as often as they like. */
  function warnOfLoop(exchange: Exchange): void {
    if (hasWarned) return;
    hasWarned = true;
    exchange.logger.warn(
      `[@who/plugin-redirector] The login page ${exchange.path} asks for a sign-in itself. It was not redirected to itself; leave it out of what is guarded.`,
    );
  }
}

/** Whoever came by another host is signed in at the public one, and is still nobody where they came from. */
function tellOfHost(exchange: Exchange): void {
  const { publicUrl } = exchange;
  const host = exchange.header('host') ?? exchange.header(':authority');
  const isThere = host === undefined || host.toLowerCase() === new URL(publicUrl).host;
  if (!isThere) exchange.explain?.(reasons.REDIRECTED_ELSEWHERE, { publicUrl });
}

function addReason(added: URLSearchParams, names: { param: string; header: string }, response: ResponseHead): void {
  const reason = response
    .header(names.header)
    ?.replace(/\p{Cc}+/gu, ' ')
    .trim();
  if (reason) added.set(names.param, reason.slice(0, MAX_REASON_LENGTH));
}

const MAX_REASON_LENGTH = 200;
