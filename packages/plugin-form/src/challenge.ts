import { chain, type Exchange, type MaybePromise, type Reply } from '@who/core';
import type { FormContext } from './context.js';
import { PACKAGE } from './errors.js';
import { reasons } from './reasons.js';
import { redirect, showLogin } from './show-login.js';
import { herePath, isRead, loginPageUrl } from './urls.js';

/** Asks for a sign-in: at the login page, or in the place of the page where there is none. */
export function challenger(context: FormContext): (exchange: Exchange) => MaybePromise<Reply | undefined> {
  const { settings } = context;
  const { loginFormUrl } = settings;
  let hasWarned = false;

  /** Once: everybody can ask for the login page as often as they like. */
  function warnOfLoop({ logger, path }: Exchange): void {
    if (hasWarned) return;
    hasWarned = true;
    logger.warn(
      `[${PACKAGE}] The login page ${path} asks for a sign-in itself. It was not redirected to itself; leave it out of what is guarded.`,
    );
  }

  return (exchange) => {
    const cameFrom = herePath(exchange, settings);
    if (loginFormUrl === undefined) {
      return chain(showLogin(exchange, context, { cameFrom, status: 401 }), (reply) => ({
        ...reply,
        headers: [['WWW-Authenticate', SCHEME], ...(reply.headers ?? [])],
      }));
    }
    if (isRead(exchange) && exchange.path === loginFormUrl) {
      warnOfLoop(exchange);
      return exchange.explain?.(reasons.FORM_LOGIN_PAGE_ASKS);
    }
    exchange.explain?.(reasons.FORM_SENT, { loginFormUrl });
    // 303 makes a browser go on with GET whatever the method was; after 302 it does so for POST only.
    const query = isRead(exchange) ? { came_from: cameFrom } : {};
    return redirect(isRead(exchange) ? 302 : 303, loginPageUrl(exchange, loginFormUrl, query));
  };
}

/** A 401 has to name one (RFC 9110, section 15.5.2). Browsers ask for passwords themselves only by those that they know. */
const SCHEME = 'Form';
