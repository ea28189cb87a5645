import type { Exchange, Identification, Reply } from '@who/core';
import type { CasContext } from '../context.js';
import { CasTicketCredentials } from '../credentials.js';
import { redirect } from '../pages.js';
import { homeUrl, returnPath, returnUrl, serviceUrl } from '../urls.js';
import { conclude, refuse } from './conclusion.js';
import { depart } from './departure.js';
import type { SignInState } from './login-state.js';
import { isProxyTicket, isTicket } from './ticket.js';

/** Answers the callback path: people who want to sign in, and those who come back from CAS. */
export function arrive(exchange: Exchange, context: CasContext, tickets: readonly string[]): Identification {
  const { settings, cookie } = context;
  const cameFrom = returnPath(exchange, settings, exchange.query.get('came_from'));
  const nonces = exchange.query.getAll('state');
  const [ticket] = tickets;

  if (ticket === undefined && nonces.length === 0) return { reply: depart(exchange, context, { cameFrom }) };
  if (ticket !== undefined && (tickets.length > 1 || !isTicket(ticket, settings))) {
    return { reply: refuse(exchange, context, 'CAS_TICKET_INVALID', cameFrom) };
  }

  const states = cookie.read(exchange);
  const state = states?.find(({ nonce }) => nonce !== '' && nonces.length === 1 && nonce === nonces[0]);
  if (ticket === undefined && state) return { reply: withoutTicket(exchange, context, state, states) };
  if (ticket !== undefined && state) {
    const service = serviceUrl(state.publicUrl, settings, state.nonce);
    const renew = state.mode === 'renew';
    const credentials = new CasTicketCredentials({ ticket, service, renew, owner: settings });
    const others = states?.filter((other) => other !== state) ?? [];
    return { credentials, reply: (who) => conclude(who, context, { credentials, state, others }) };
  }
  if (ticket !== undefined && nonces.length === 0 && isWelcomeUnasked(exchange, context, ticket)) {
    const proxied = !settings.acceptUnsolicited;
    const service = serviceUrl(exchange.publicUrl, settings, '');
    const credentials = new CasTicketCredentials({ ticket, service, proxied, renew: settings.renew, owner: settings });
    const unasked = { ...UNASKED, cameFrom, publicUrl: exchange.publicUrl };
    return {
      credentials,
      reply: (who) => conclude(who, context, { credentials, state: unasked, others: states ?? [] }),
    };
  }
  const code = states && nonces.length > 0 ? 'CAS_STATE_INVALID' : 'CAS_STATE_MISSING';
  return { reply: ({ identity }) => (identity ? goHome(exchange) : refuse(exchange, context, code, cameFrom)) };
}

/**
 * CAS has nobody to name. After a gateway attempt that is no error: the visitor goes on as the stranger that he was.
 */
function withoutTicket(
  exchange: Exchange,
  context: CasContext,
  state: SignInState,
  states: readonly SignInState[] = [],
): Reply {
  if (state.mode !== 'gateway') return refuse(exchange, context, 'CAS_TICKET_MISSING', state.cameFrom);
  const others = states.filter((other) => other !== state);
  return redirect(exchange, returnUrl(state.publicUrl, state.cameFrom), [context.cookie.write(exchange, others)]);
}

/**
 * Whether a ticket is taken from somebody who was not sent to fetch it. A proxy ticket is, where its proxies are
 * allowed: only they can get one. No browser has one, so a browser that another site sends here with one is refused.
 */
function isWelcomeUnasked(exchange: Exchange, { settings }: CasContext, ticket: string): boolean {
  if (settings.acceptUnsolicited) return true;
  return isProxyTicket(ticket) && exchange.header('sec-fetch-mode') === undefined;
}

/** For who is signed in already and only went back in the browser's history. */
function goHome(exchange: Exchange): Reply {
  return redirect(exchange, homeUrl(exchange), []);
}

const UNASKED = { nonce: '', expiresAt: 0, attempt: 0, round: 0, mode: 'plain' } as const;
