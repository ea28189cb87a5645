import { type Exchange, type Identification, isOwnRequest } from '@who/core';
import { redirect, refusal } from '../answers.js';
import { cameThrough, type HeaderSsoContext } from '../context.js';
import { reasons } from '../reasons.js';
import { frontEndUrl, homeUrl, returnUrl } from './urls.js';

/**
 * Answers the logout path: ends the session here, and at the front end for who came through it. Who came another way is
 * left to the plugin that answers this path, too, if there is one.
 */
export function logout(exchange: Exchange, context: HeaderSsoContext): Identification['reply'] {
  if (!isOwnRequest(exchange)) {
    exchange.explain?.(reasons.HEADER_SSO_LOGOUT_REFUSED);
    return refusal('HEADER_SSO_LOGOUT_REFUSED');
  }
  return async (who, before) => {
    const { identity } = who;
    const isOurs = identity !== undefined && cameThrough(exchange, context, identity);
    const other = isOurs ? undefined : await before();
    if (!other) exchange.explain?.(reasons.HEADER_SSO_LOGOUT);
    return other ?? redirect(303, isOurs ? logoutUrl(exchange, context) : homeUrl(exchange), await who.logout());
  };
}

/** The front end's logout page, or where it would lead when it has none. */
export function logoutUrl(exchange: Exchange, { settings }: HeaderSsoContext, returnTo?: string): string {
  const target = returnUrl(exchange, settings, returnTo);
  return settings.logout ? frontEndUrl(exchange, settings.logout, target) : target;
}
