import { type Exchange, type Identification, isOwnRequest } from '@who/core';
import type { CasContext } from './context.js';
import { errorPage, redirect } from './pages.js';
import { reasons } from './reasons.js';
import { logRefusal } from './refusals.js';
import { casLogoutUrl, homeUrl } from './urls.js';
import { cameFromCas } from './userdata.js';

/**
 * Answers the logout path: ends the session here, and at CAS for who came from there. Who came another way is left to the
 * plugin that answers this path, too, if there is one.
 */
export function logout(exchange: Exchange, { settings, nameIn }: CasContext): Identification {
  if (!isOwnRequest(exchange)) {
    const link = { href: homeUrl(exchange), text: 'Go on' };
    logRefusal(exchange, 'CAS_LOGOUT_REFUSED', 'another site sent the browser here');
    return { reply: errorPage({ code: 'CAS_LOGOUT_REFUSED', link }) };
  }
  return {
    async reply(who, before) {
      const { identity } = who;
      const isOurs = identity !== undefined && cameFromCas(identity, nameIn(exchange));
      const other = isOurs ? undefined : await before();
      if (other) return other;
      exchange.explain?.(isOurs ? reasons.CAS_LOGOUT : reasons.CAS_LOGOUT_HERE);
      const target = isOurs ? casLogoutUrl(exchange, settings) : homeUrl(exchange);
      return { ...redirect(exchange, target, await who.logout()), status: 303 };
    },
  };
}
