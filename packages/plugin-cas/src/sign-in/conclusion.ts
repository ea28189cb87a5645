import { type Exchange, type HeaderList, type Reply, type WhoApi, WhoError } from '@who/core';
import type { CasContext } from '../context.js';
import type { CasTicketCredentials } from '../credentials.js';
import { type CasErrorCode, PACKAGE } from '../errors.js';
import { redirect } from '../pages.js';
import type { CasOutcome, CasSuccess } from '../protocol/outcome.js';
import { pgtUrl } from '../proxying/pgt-url.js';
import { reasons } from '../reasons.js';
import { logRefusal, quoted } from '../refusals.js';
import { isOverAlready } from '../sessions/begin-session.js';
import { returnUrl } from '../urls.js';
import { depart, finish } from './departure.js';
import type { SignInState } from './login-state.js';
import { refuse } from './refusal.js';

/** A ticket, and the sign-in that it belongs to. */
export interface Arrival {
  readonly credentials: CasTicketCredentials;
  readonly state: SignInState;
}

/** What CAS says about a ticket. It is asked once, however often the question comes up during a request. */
export function outcomeOf(
  exchange: Exchange,
  { validator, settings }: CasContext,
  credentials: CasTicketCredentials,
): Promise<CasOutcome> {
  const known = knownOutcome(exchange, credentials);
  if (known) return known;
  const { ticket, service, renew } = credentials;
  const question = { ticket, service, renew, pgtUrl: pgtUrl(exchange, settings.proxy) };
  const outcome = validator.validate(question, exchange);
  exchange.scratch.set(credentials, outcome);
  return outcome;
}

/** The answer that signs somebody in; nothing where it does not. */
export function accepted(
  outcome: CasOutcome,
  { acceptProxies }: CasContext['settings'],
  { proxied }: CasTicketCredentials,
): CasSuccess | undefined {
  if (!outcome.success) return undefined;
  const isGood = outcome.proxies.length === 0 ? !proxied : acceptProxies?.(outcome.proxies);
  return isGood ? outcome : undefined;
}

/** Tells people who look on why a ticket signs nobody in. */
export function tellOfRefusal(
  exchange: Exchange,
  { settings: { callbackPath } }: CasContext,
  { proxied }: CasTicketCredentials,
  outcome: CasOutcome,
): undefined {
  if (outcome.success) {
    const isDirect = proxied && outcome.proxies.length === 0;
    return exchange.explain?.(isDirect ? reasons.CAS_NOT_OF_A_PROXY : reasons.CAS_PROXY_REFUSED);
  }
  const code = USUAL_CODE.test(outcome.code) ? outcome.code : 'UNKNOWN';
  return exchange.explain?.(reasons.CAS_TICKET_REFUSED, { publicUrl: exchange.publicUrl, callbackPath, code });
}

/**
 * Answers the request that brought a ticket. Its sign-in is over, however it went; those of other tabs go on.
 *
 * @returns nothing where the application answers, with the ticket in the address
 */
export async function conclude(who: WhoApi, context: CasContext, arrival: Arrival): Promise<Reply | undefined> {
  const { exchange } = who;
  const { credentials, state } = arrival;
  const outcome = await knownOutcome(exchange, credentials);
  if (!outcome) throw notAuthenticator(context.nameIn(exchange));
  const success = accepted(outcome, context.settings, credentials);
  if (success) {
    if (await isOverAlready(exchange, success)) {
      logRefusal(exchange, 'CAS_TICKET_REJECTED', 'CAS ended the session while it began; nobody is signed in');
    }
    return succeed(who, context, arrival);
  }

  const { cameFrom, attempt, round, mode } = state;
  const over = state.nonce === '' ? [] : [state];
  if (outcome.success) {
    const [first] = outcome.proxies;
    return first === undefined
      ? refuse(exchange, context, 'CAS_STATE_MISSING', { reason: 'it is no ticket of a proxy', cameFrom, over })
      : refuse(exchange, context, 'CAS_PROXY_REFUSED', { reason: `it came through ${quoted(first)}`, cameFrom, over });
  }
  const reason = `CAS refused the ticket for ${exchange.publicUrl}: ${outcome.code}`;
  if (mode === 'gateway') {
    logRefusal(exchange, 'CAS_TICKET_REJECTED', `${reason}; the page is shown to a stranger`);
    return goOn(exchange, context, state);
  }
  if (MAY_HAVE_EXPIRED.has(outcome.code) && attempt < MAX_RETRIES && !credentials.proxied) {
    exchange.explain?.(reasons.CAS_ONCE_MORE);
    return depart(exchange, context, { cameFrom, round, mode, attempt: attempt + 1 }, over);
  }
  return refuse(exchange, context, 'CAS_TICKET_REJECTED', { reason, cameFrom, over, detail: outcome.code });
}

/**
 * Makes sure that the new sign-in is the one that counts. The engine remembers it by itself, unless an older one
 * (a cookie of the same or another user) stands before it in the order of authenticators.
 */
async function succeed(who: WhoApi, context: CasContext, { credentials, state }: Arrival): Promise<Reply | undefined> {
  const { exchange } = who;
  const name = context.nameIn(exchange);
  const isFirst = who.identity?.authenticator === name;
  if (isFirst && context.settings.keepTicket) {
    exchange.scratch.set(context, finish(exchange, context, state));
    return undefined;
  }
  const { headers } = isFirst ? { headers: [] } : await who.login(credentials, name);
  return goOn(exchange, context, state, headers);
}

/** The page where it began, without the ticket. */
function goOn(exchange: Exchange, context: CasContext, state: SignInState, headers: HeaderList = []): Reply {
  const { publicUrl, cameFrom } = state;
  return redirect(exchange, returnUrl(publicUrl, cameFrom), [...finish(exchange, context, state), ...headers]);
}

/** What has to go along when the application answers the callback path itself. */
export function keptHeaders(exchange: Exchange, context: CasContext): HeaderList {
  return (exchange.scratch.get(context) as HeaderList | undefined) ?? [];
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

/** What servers say of a ticket that has expired on the way. A second refusal is no accident. */
const MAY_HAVE_EXPIRED: ReadonlySet<string> = new Set(['INVALID_TICKET', 'REQUEST_DENIED']);
const MAX_RETRIES = 1;
/** What servers say is shown to people who look on; a ticket could not be mistaken for it. */
const USUAL_CODE = /^[A-Z][A-Z_]{2,40}$/;
