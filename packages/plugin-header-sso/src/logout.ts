import { type Exchange, type Identification, isOwnRequest, type Reply, type WhoApi } from '@who/core';
import { redirect, refusal } from './answers.js';
import { cameThrough, type HeaderSsoContext } from './context.js';
import { frontEndUrl, homeUrl, returnUrl } from './urls.js';

/** Answers the logout path: ends the session here, and at the front end for who came through it. */
export function logout(exchange: Exchange, context: HeaderSsoContext): Identification['reply'] {
  return isOwnRequest(exchange) ? (who) => signOut(who, context) : refusal('HEADER_SSO_LOGOUT_REFUSED');
}

async function signOut(who: WhoApi, context: HeaderSsoContext): Promise<Reply> {
  const { exchange, identity } = who;
  const isOurs = identity !== undefined && cameThrough(exchange, context, identity);
  const target = isOurs ? logoutUrl(exchange, context) : homeUrl(exchange);
  return redirect(303, target, await who.logout());
}

/** The front end's logout page, or where it would lead when it has none. */
export function logoutUrl(exchange: Exchange, { settings }: HeaderSsoContext, returnTo?: string): string {
  const target = returnUrl(exchange, settings, returnTo);
  return settings.logout ? frontEndUrl(exchange, settings.logout, target) : target;
}
