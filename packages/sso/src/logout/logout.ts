import { chain, type Exchange, type Identification, type Identity, isOwnRequest, type MaybePromise } from '@who/core';
import { redirect } from '../answers/headers.js';
import type { SsoContext } from '../context.js';
import { homeUrl } from '../urls.js';

/**
 * Answers the logout path: ends the session here, and at the other side for who came from there. Who came another way is
 * left to the plugin that answers this path, too, if there is one.
 */
export function logout(exchange: Exchange, context: SsoContext): Identification {
  const { reasons, userdata, nameIn } = context;
  if (!isOwnRequest(exchange)) {
    const code = context.pageCodes.LOGOUT_REFUSED;
    context.logRefusal(exchange, code, 'another site sent the browser here');
    return { reply: context.errorPage({ code, link: { href: homeUrl(exchange), text: 'Go on' } }) };
  }
  return {
    async reply(who, before) {
      const { identity } = who;
      const isOurs = identity !== undefined && userdata.cameThrough(identity, nameIn(exchange));
      const other = isOurs ? undefined : await before();
      if (other) return other;
      exchange.explain?.(isOurs ? reasons.LOGOUT : reasons.LOGOUT_HERE);
      const home = homeUrl(exchange);
      const target = isOurs ? await logoutUrl(exchange, context, identity, home) : home;
      return { ...redirect(exchange, target, await who.logout()), status: 303 };
    },
  };
}

/** The other side's logout page, or where it would lead when it has none. */
export function logoutUrl(
  exchange: Exchange,
  { protocol }: Pick<SsoContext, 'protocol'>,
  identity: Identity | undefined,
  returnTo: string,
): MaybePromise<string> {
  return chain(protocol.logoutUrl?.(exchange, identity, returnTo), (url) => url ?? returnTo);
}
