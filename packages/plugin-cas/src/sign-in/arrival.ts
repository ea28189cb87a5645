import { type Exchange, type HeaderList, type Identification, type Reply, type WhoApi, WhoError } from '@who/core';
import type { CasContext } from '../context.js';
import { CasTicketCredentials } from '../credentials.js';
import { type CasErrorCode, type CasPageCode, PACKAGE } from '../errors.js';
import { errorPage, redirect } from '../pages.js';
import type { CasOutcome } from '../protocol/outcome.js';
import { homeUrl, retryUrl, returnPath, returnUrl, serviceUrl } from '../urls.js';
import { validate } from '../validation/validate.js';
import { depart, landing } from './departure.js';
import type { SignInState } from './login-state.js';

/** Answers a GET of the callback path: from people who want to sign in, and from those who come back from CAS. */
export function arrive(exchange: Exchange, context: CasContext): Identification {
  const { settings, cookie } = context;
  const cameFrom = returnPath(exchange, settings, exchange.query.get('came_from'));
  const tickets = exchange.query.getAll('ticket');
  const nonces = exchange.query.getAll('state');
  const [ticket] = tickets;

  if (ticket === undefined && nonces.length === 0) return { reply: depart(exchange, context, { cameFrom }) };
  if (ticket === undefined) return { reply: refuse(exchange, context, 'CAS_TICKET_MISSING', cameFrom) };
  if (tickets.length > 1 || !SERVICE_TICKET.test(ticket)) {
    return { reply: refuse(exchange, context, 'CAS_TICKET_INVALID', cameFrom) };
  }

  const states = cookie.read(exchange);
  const state =
    nonces.length === 0 && settings.acceptUnsolicited
      ? { nonce: '', cameFrom, expiresAt: 0, attempt: 0, round: 0 }
      : states?.find(({ nonce }) => nonce !== '' && nonces.length === 1 && nonce === nonces[0]);
  if (!state) {
    const code = states && nonces.length > 0 ? 'CAS_STATE_INVALID' : 'CAS_STATE_MISSING';
    return { reply: ({ identity }) => (identity ? goHome(exchange) : refuse(exchange, context, code, cameFrom)) };
  }

  const credentials = new CasTicketCredentials(ticket, serviceUrl(exchange, settings, state.nonce), settings);
  const others = states?.filter((other) => other !== state) ?? [];
  return { credentials, reply: (who) => conclude(who, context, credentials, state, others) };
}

/** What CAS says about a ticket. It is asked once, however often the question comes up during a request. */
export function outcomeOf(
  exchange: Exchange,
  { settings }: CasContext,
  credentials: CasTicketCredentials,
): Promise<CasOutcome> {
  const known = knownOutcome(exchange, credentials);
  if (known) return known;
  const outcome = validate(settings, credentials.service, credentials.ticket);
  exchange.scratch.set(credentials, outcome);
  return outcome;
}

/** Whether somebody is signed in by this answer. */
export function isAccepted(outcome: CasOutcome): outcome is CasOutcome & { success: true } {
  return outcome.success && outcome.proxies.length === 0;
}

/** Answers the request that brought a ticket. Its sign-in is over, however it went; those of other tabs go on. */
async function conclude(
  who: WhoApi,
  context: CasContext,
  credentials: CasTicketCredentials,
  state: SignInState,
  others: readonly SignInState[],
): Promise<Reply> {
  const { exchange } = who;
  const { cameFrom, attempt, round } = state;
  const outcome = await knownOutcome(exchange, credentials);
  if (!outcome) throw notAuthenticator(context.nameIn(exchange));

  if (isAccepted(outcome)) {
    const kept = await keep(who, context, credentials);
    const left = [...others, ...landing(state, exchange.now())];
    return redirect(302, returnUrl(exchange, cameFrom), [context.cookie.write(exchange, left), ...kept]);
  }
  if (outcome.success) return refuse(exchange, context, 'CAS_PROXY_REFUSED', cameFrom, { others });
  if (outcome.code === 'INVALID_TICKET' && attempt < MAX_RETRIES) {
    return depart(exchange, context, { cameFrom, round, attempt: attempt + 1 }, others);
  }
  exchange.logger.warn(`[${PACKAGE}] CAS refused a ticket for ${exchange.publicUrl}: ${outcome.code}.`);
  return refuse(exchange, context, 'CAS_TICKET_REJECTED', cameFrom, { others, detail: outcome.code });
}

/**
 * Makes sure that the new sign-in is the one that counts. The engine remembers it by itself, unless an older one
 * (a cookie of the same or another user) stands before it in the order of authenticators.
 */
async function keep(who: WhoApi, { nameIn }: CasContext, credentials: CasTicketCredentials): Promise<HeaderList> {
  const name = nameIn(who.exchange);
  if (who.identity?.authenticator === name) return [];
  const { headers } = await who.login(credentials, name);
  return headers;
}

function refuse(
  exchange: Exchange,
  { settings, cookie }: CasContext,
  code: CasPageCode,
  cameFrom: string,
  { others, detail }: { others?: readonly SignInState[]; detail?: string } = {},
): Reply {
  return errorPage({
    code,
    detail,
    link: { href: retryUrl(exchange, settings, cameFrom), text: 'Sign in' },
    cookies: others && [cookie.write(exchange, others)],
  });
}

/** For who is signed in already and only went back in the browser's history. */
function goHome(exchange: Exchange): Reply {
  return redirect(302, homeUrl(exchange), []);
}

function knownOutcome(exchange: Exchange, credentials: CasTicketCredentials): Promise<CasOutcome> | undefined {
  return exchange.scratch.get(credentials) as Promise<CasOutcome> | undefined;
}

function notAuthenticator(name: string): WhoError<CasErrorCode> {
  return new WhoError(`Nobody has checked the ticket: name ${JSON.stringify(name)} in "authenticators", too.`, {
    code: 'CAS_NOT_AUTHENTICATOR',
    plugin: PACKAGE,
  });
}

/** Proxy tickets (`PT-`) are another thing. Some servers use `_`, too. */
const SERVICE_TICKET = /^ST-[A-Za-z0-9._-]{1,253}$/;

/** A ticket may have expired on the way; a second refusal is no accident. */
const MAX_RETRIES = 1;
