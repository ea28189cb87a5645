import type { Exchange, Identification } from '@who/core';
import { sharedLogout } from '@who/sso';
import { refuse } from '../answers.js';
import { cameThrough, type HeaderSsoContext } from '../context.js';
import { reasons } from '../reasons.js';
import { frontEndUrl, returnUrl } from './urls.js';

/** Answers the logout path: ends the session here, and at the front end for who came through it. */
export function logout(exchange: Exchange, context: HeaderSsoContext): Identification['reply'] {
  return sharedLogout(exchange, {
    isOurs: (identity) => cameThrough(exchange, context, identity),
    target: () => logoutUrl(exchange, context),
    refuse() {
      exchange.explain?.(reasons.HEADER_SSO_LOGOUT_REFUSED);
      return refuse(exchange, 'HEADER_SSO_LOGOUT_REFUSED', [reasons.HEADER_SSO_LOGOUT_REFUSED]);
    },
    tell: () => exchange.explain?.(reasons.HEADER_SSO_LOGOUT),
  });
}

/** The front end's logout page, or where it would lead when it has none. */
export function logoutUrl(exchange: Exchange, { settings }: HeaderSsoContext, returnTo?: string): string {
  const target = returnUrl(exchange, settings, returnTo);
  return settings.logout ? frontEndUrl(exchange, settings.logout, target) : target;
}
