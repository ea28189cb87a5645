import {
  chain,
  type Exchange,
  type Identification,
  type Identity,
  isOwnRequest,
  type MaybePromise,
  type Reply,
  type ReplyMaker,
} from '@who/core';
import { redirect } from '../answers/headers.js';
import type { SsoContext } from '../context.js';
import { homeUrl } from '../urls.js';

/** A plugin on a logout path that several may share. */
export interface LogoutPath {
  /** Whether somebody came through this plugin. */
  isOurs(identity: Identity): boolean;
  /** Where somebody of ours goes on, to sign out there as well; others go to the front page. An absolute URL. */
  target(identity: Identity): MaybePromise<string>;
  /** The answer to another site that asks to sign this browser out. Says why. */
  refuse(): Reply;
  /** Says what is done. */
  tell(isOurs: boolean): void;
}

/**
 * Answers a logout path: ends the session here, and elsewhere for who came through this plugin. Who came another way is
 * left to the plugin that answers this path, too, if there is one.
 */
export function sharedLogout(exchange: Exchange, { isOurs, target, refuse, tell }: LogoutPath): Reply | ReplyMaker {
  if (!isOwnRequest(exchange)) return refuse();
  return async (who, before) => {
    const { identity } = who;
    const ours = identity !== undefined && isOurs(identity) ? identity : undefined;
    const other = ours ? undefined : await before();
    if (other) return other;
    tell(ours !== undefined);
    const location = ours ? await target(ours) : homeUrl(exchange);
    return { ...redirect(exchange, location, await who.logout()), status: 303 };
  };
}

/** The logout path of a plugin that signs in elsewhere. */
export function logout(exchange: Exchange, context: SsoContext): Identification {
  const { reasons, userdata, nameIn, pageCodes } = context;
  const reply = sharedLogout(exchange, {
    isOurs: (identity) => userdata.cameThrough(identity, nameIn(exchange)),
    target: (identity) => logoutUrl(exchange, context, identity, homeUrl(exchange)),
    refuse() {
      const code = pageCodes.LOGOUT_REFUSED;
      context.logRefusal(exchange, code, 'another site sent the browser here');
      return context.errorPage({ code, link: { href: homeUrl(exchange), text: 'Go on' } });
    },
    tell: (isOurs) => exchange.explain?.(isOurs ? reasons.LOGOUT : reasons.LOGOUT_HERE),
  });
  return { reply };
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
