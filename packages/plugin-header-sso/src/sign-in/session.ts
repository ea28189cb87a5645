import { chain, type MaybePromise, type Reply, type WhoApi } from '@who/core';
import { isPageLoad, redirect } from '@who/sso';
import { refuse } from '../answers.js';
import { cameThrough, type HeaderSsoContext, nameIn } from '../context.js';
import type { HeaderSsoCredentials } from '../credentials.js';
import { reasons } from '../reasons.js';

// What holds between the headers of a request and the cookie of a sign-in, on paths that the front end protects. Both
// run when it is known who it is, and leave the request to the application unless they answer it.

/** The headers name nobody: who was remembered from headers has left the front end in the meantime. */
export function vanished(who: WhoApi, context: HeaderSsoContext): MaybePromise<Reply | undefined> {
  const { exchange, identity } = who;
  if (context.settings.onVanished === 'keep' || !identity || !cameThrough(exchange, context, identity)) {
    return exchange.explain?.(reasons.HEADER_SSO_AS_BEFORE);
  }
  exchange.explain?.(reasons.HEADER_SSO_VANISHED);
  return who.logout().then((headers) => {
    // The same address, now without the cookie. Anything else cannot be repeated.
    return isPageLoad(exchange)
      ? redirect(exchange, exchange.url, headers)
      : refuse(exchange, 'HEADER_SSO_SESSION_ENDED', [reasons.HEADER_SSO_VANISHED], headers);
  });
}

/** The headers name somebody: nobody else may be signed in by an older sign-in that ranks before them. */
export function named(
  who: WhoApi,
  context: HeaderSsoContext,
  credentials: HeaderSsoCredentials,
): MaybePromise<Reply | undefined> {
  const { exchange, identity } = who;
  const { settings } = context;
  const name = nameIn(exchange, context);
  if (!identity || identity.authenticator === name || settings.onChanged === 'keep') {
    return exchange.explain?.(reasons.HEADER_SSO_AS_BEFORE);
  }
  const userid = context.acceptUser(credentials.user);
  if (userid === undefined) return vanished(who, context);
  if (userid === identity.userid) return exchange.explain?.(reasons.HEADER_SSO_AS_BEFORE);
  exchange.explain?.(reasons.HEADER_SSO_SWITCHED);
  return chain(who.login(credentials, name), () => undefined);
}
