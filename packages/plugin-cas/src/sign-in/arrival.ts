import type { Exchange, Identification, Reply, ReplyMaker } from '@who/core';
import type { CasContext } from '../context.js';
import { CasTicketCredentials } from '../credentials.js';
import { redirect } from '../pages.js';
import { reasons } from '../reasons.js';
import { clauseOf, logRefusal } from '../refusals.js';
import { plainAnswer } from '../single-logout/replies.js';
import { AGAIN, homeUrl, retryUrl, returnPath, returnUrl, serviceUrl, triedUrl } from '../urls.js';
import { conclude } from './conclusion.js';
import { depart, finish } from './departure.js';
import type { SignInState } from './login-state.js';
import { lostState } from './lost-state.js';
import { refuse } from './refusal.js';
import { isProxyTicket, isTicket } from './ticket.js';

/** Answers the callback path: people who want to sign in, and those who come back from CAS. */
export function arrive(exchange: Exchange, context: CasContext, tickets: readonly string[]): Identification {
  const { settings } = context;
  const { query } = exchange;
  const cameFrom = returnPath(exchange, settings, query.get('came_from'));
  const nonces = query.getAll(settings.stateParameter);
  const [ticket] = tickets;

  if (ticket === undefined && nonces.length === 0) {
    if (isPartOfPage(exchange)) return { reply: refusePart(exchange) };
    return { reply: depart(exchange, context, { cameFrom, again: query.has(AGAIN) }) };
  }
  if (ticket !== undefined && (tickets.length > 1 || !isTicket(ticket, settings))) {
    const reason = tickets.length > 1 ? `${tickets.length} tickets came` : 'what came as a ticket is none';
    return { reply: refuse(exchange, context, 'CAS_TICKET_INVALID', { reason, cameFrom }) };
  }

  const state = pending(exchange, context, nonces);
  if (ticket === undefined && state) return { reply: withoutTicket(exchange, context, state) };
  if (ticket !== undefined && state) {
    const service = serviceUrl(state.publicUrl, settings, state);
    const renew = state.mode === 'renew';
    const credentials = new CasTicketCredentials({ ticket, service, renew, owner: settings });
    exchange.explain?.(reasons.CAS_TICKET_CAME);
    return { credentials, reply: (who) => conclude(who, context, { credentials, state }) };
  }
  if (ticket !== undefined && nonces.length === 0 && isWelcomeUnasked(exchange, context, ticket)) {
    const { publicUrl } = exchange;
    const proxied = !settings.acceptUnsolicited;
    const service = serviceUrl(publicUrl, settings);
    const credentials = new CasTicketCredentials({ ticket, service, proxied, renew: settings.renew, owner: settings });
    exchange.explain?.(reasons.CAS_UNASKED);
    const unasked = { ...UNASKED, cameFrom, publicUrl };
    return { credentials, reply: (who) => conclude(who, context, { credentials, state: unasked }) };
  }
  return { reply: withoutState(exchange, context, nonces, cameFrom) };
}

/** Whether a script or a tag of a page asks, which cannot be led to the CAS login page. Other programs can. */
function isPartOfPage(exchange: Exchange): boolean {
  if (exchange.header('x-requested-with')?.toLowerCase() === 'xmlhttprequest') return true;
  return exchange.header('sec-fetch-dest') !== undefined && exchange.header('sec-fetch-mode') !== 'navigate';
}

function refusePart(exchange: Exchange): Reply {
  logRefusal(exchange, 'CAS_SIGN_IN_REQUIRED', 'a script or a tag of a page cannot be sent to the CAS login page');
  return plainAnswer('CAS_SIGN_IN_REQUIRED');
}

/** The sign-in that a browser has come back from. */
function pending(exchange: Exchange, { cookies }: CasContext, nonces: readonly string[]): SignInState | undefined {
  const [nonce] = nonces;
  const state = nonce === undefined || nonces.length > 1 ? undefined : cookies.find(exchange, nonce);
  return state && !state.isOver && state.expiresAt > exchange.now() ? state : undefined;
}

/**
 * CAS has nobody to name. After a gateway attempt that is no error: the visitor goes on as the stranger that he was.
 */
function withoutTicket(exchange: Exchange, context: CasContext, state: SignInState): Reply {
  const { mode, publicUrl, cameFrom } = state;
  if (mode === 'gateway') {
    exchange.explain?.(reasons.CAS_NOBODY_THERE);
    return redirect(exchange, returnUrl(publicUrl, cameFrom), finish(exchange, context, state));
  }
  const reason = 'CAS sent the browser back without one';
  return refuse(exchange, context, 'CAS_TICKET_MISSING', { reason, cameFrom });
}

/**
 * The state of this browser is lost. After a gateway attempt the page is shown to a stranger all the same; anybody else
 * may try once more, but not for ever.
 */
function withoutState(
  exchange: Exchange,
  context: CasContext,
  nonces: readonly string[],
  cameFrom: string,
): ReplyMaker {
  const { nonce, isPast, cause } = lostState(exchange, context, nonces);
  const reason = clauseOf(cause.reason, cause.facts);
  exchange.explain?.(cause.reason, cause.facts);
  const code = isPast ? 'CAS_STATE_INVALID' : 'CAS_STATE_MISSING';
  return ({ identity }) => {
    // Who is signed in already has only gone back in the browser's history.
    if (identity) {
      exchange.explain?.(reasons.CAS_SIGNED_IN);
      return redirect(exchange, homeUrl(exchange), []);
    }
    if (nonce?.errand === 'gateway') {
      // A crawler keeps no cookies, and comes often.
      const level = exchange.header('cookie') ? 'warn' : 'debug';
      logRefusal(exchange, code, `${reason}; the page is shown to a stranger`, level);
      return redirect(exchange, triedUrl(exchange.publicUrl, cameFrom), context.marker.set(exchange));
    }
    if (nonce?.errand === 'once more') {
      const link = { href: homeUrl(exchange), text: 'Go to the front page' };
      return refuse(exchange, context, code, { reason: `${reason} (once more)`, link, text: IN_VAIN });
    }
    const link = { href: retryUrl(exchange, context.settings, cameFrom, true), text: 'Sign in' };
    return refuse(exchange, context, code, { reason, link });
  };
}

/**
 * Whether a ticket is taken from somebody who was not sent to fetch it. A proxy ticket is, where its proxies are
 * allowed: only they can get one. No browser has one, so a browser that another site sends here with one is refused.
 */
function isWelcomeUnasked(exchange: Exchange, { settings }: CasContext, ticket: string): boolean {
  if (settings.acceptUnsolicited) return true;
  return isProxyTicket(ticket) && exchange.header('sec-fetch-mode') === undefined;
}

const UNASKED = { nonce: '', expiresAt: 0, attempt: 0, round: 0, mode: 'plain', isOver: false } as const;

const IN_VAIN =
  'This browser does not keep what it needs to sign in here. Allow cookies for this site; if they are allowed, ' +
  'the people who run it find the reason in its log.';
