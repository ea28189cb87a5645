import { chain, type Exchange, type HeaderList, type MaybePromise, type Reply, type WhoApi } from '@who/core';
import { isPageLoad, redirect } from '@who/sso';
import { refuse } from '../answers.js';
import { cameThrough, type HeaderSsoContext, nameIn } from '../context.js';
import type { HeaderSsoCredentials } from '../credentials.js';
import { notAuthenticator } from '../errors.js';
import { type Because, reasons } from '../reasons.js';
import { counted, goesRound, uncounted } from './rounds.js';
import { frontEndUrl, returnUrl, signInUrl, TRIED } from './urls.js';

/** Answers the sign-in path, where the front end named somebody: has the user remembered, and leads back. */
export function arrive(who: WhoApi, context: HeaderSsoContext, credentials: HeaderSsoCredentials): MaybePromise<Reply> {
  const { exchange, identity } = who;
  const name = nameIn(exchange, context);
  if (context.acceptUser(credentials.user) === undefined) {
    exchange.explain?.(reasons.HEADER_SSO_USER_REFUSED);
    return chain(leave(who, context), (headers) =>
      refuse(exchange, 'HEADER_SSO_USER_REFUSED', [reasons.HEADER_SSO_USER_REFUSED], headers),
    );
  }
  const target = returnUrl(exchange, context.settings, exchange.query.get('came_from'));
  exchange.explain?.(reasons.HEADER_SSO_SIGNED_IN);
  // The engine remembers this identity by itself, unless an older one ranks before it.
  if (identity?.authenticator === name) return redirect(exchange, target, [counted(exchange)]);
  return who.login(credentials, name).then((result) => {
    if (!result.identity) throw notAuthenticator(name);
    return redirect(exchange, target, [...result.headers, counted(exchange)]);
  });
}

/**
 * Answers the sign-in path, where the front end named nobody: asks it to, once.
 *
 * @param because why nobody is named
 */
export function turnAway(who: WhoApi, context: HeaderSsoContext, because: Because): MaybePromise<Reply> {
  const { exchange } = who;
  const { login, signInPath } = context.settings;
  return chain(leave(who, context), (headers) => {
    if (!login || signInPath === undefined || exchange.query.has(TRIED)) {
      exchange.explain?.(reasons.HEADER_SSO_NO_PLACE);
      return refuse(exchange, 'HEADER_SSO_NO_SESSION', because, headers);
    }
    exchange.explain?.(reasons.HEADER_SSO_SENT);
    const target = returnUrl(exchange, context.settings, exchange.query.get('came_from'));
    return redirect(exchange, frontEndUrl(exchange, login, signInUrl(exchange, signInPath, target, true)), headers);
  });
}

/** Signs out who had come through the front end, which does not know them any more. */
function leave(who: WhoApi, context: HeaderSsoContext): MaybePromise<HeaderList> {
  const { exchange, identity } = who;
  const { onVanished } = context.settings;
  if (onVanished === 'keep' || !identity || !cameThrough(exchange, context, identity)) return [];
  return who.logout();
}

/**
 * Answers a page that asks for a sign-in; nothing where the front end has no place to send people to. Whom it has just
 * named again and again is not sent there once more.
 *
 * @param named whom the front end names in this very request
 */
export function challenge(
  exchange: Exchange,
  { settings, acceptUser }: HeaderSsoContext,
  named: HeaderSsoCredentials | undefined,
): Reply | undefined {
  const { login, signInPath } = settings;
  const page = returnUrl(exchange, settings, isPageLoad(exchange) ? exchange.url : undefined);
  const target = signInPath === undefined ? page : signInUrl(exchange, signInPath, page, login !== undefined);
  const location = login ? frontEndUrl(exchange, login, target) : signInPath === undefined ? undefined : target;
  if (location === undefined) return exchange.explain?.(reasons.HEADER_SSO_NO_PLACE);
  if (goesRound(exchange)) {
    const isRefused = named !== undefined && acceptUser(named.user) === undefined;
    const code = isRefused ? 'HEADER_SSO_USER_REFUSED' : 'HEADER_SSO_LOOP';
    exchange.explain?.(reasons[code]);
    return refuse(exchange, code, [reasons[code]], [uncounted(exchange)]);
  }
  exchange.explain?.(reasons.HEADER_SSO_SENT);
  // After anything else a browser has to go on with GET. Whoever is named has been signed in by coming here.
  return redirect(exchange, location, named ? [counted(exchange)] : []);
}
