import type { Exchange } from '@who/core';
import { type Arrival, quoted, type Refused, sessionIdOf, type Verdict } from '@who/sso';
import { CasTicketCredentials } from '../credentials.js';
import { PACKAGE } from '../naming.js';
import type { CasSettings } from '../options.js';
import type { CasOutcome, CasSuccess } from '../protocol/outcome.js';
import type { GrantingTickets } from '../proxying/granting-tickets.js';
import { pgtUrl } from '../proxying/pgt-url.js';
import { reasons } from '../reasons.js';
import { serviceUrl } from '../urls.js';
import type { Validator } from '../validation/validator.js';

/** A ticket with what CAS is to be asked about it. */
export function credentialsOf(
  { answer: ticket, signIn, callbackUrl }: Arrival<string>,
  settings: CasSettings,
  owner: object,
): CasTicketCredentials {
  const service = serviceUrl(callbackUrl, settings, signIn);
  const renew = signIn ? signIn.mode === 'renew' : settings.renew;
  const proxied = signIn === undefined && !settings.base.settings.acceptUnsolicited;
  return new CasTicketCredentials({ ticket, service, renew, proxied, owner, signIn });
}

/**
 * Asks CAS whose a ticket is.
 *
 * @param credentials what {@link credentialsOf} has made
 * @throws {WhoError} what a validation throws, CAS_PROXY_NEEDS_HTTPS, CAS_SESSION_STORE_FAILED
 */
export async function verify(
  exchange: Exchange,
  { ticket, service, renew, proxied }: CasTicketCredentials,
  settings: CasSettings,
  validator: Validator,
  granting: GrantingTickets | undefined,
): Promise<Verdict> {
  const question = { ticket, service, renew, pgtUrl: pgtUrl(exchange, settings.proxy) };
  const outcome = await validator.validate(question, exchange);
  const { acceptProxies } = settings;
  if (!outcome.success) return refusedTicket(exchange, settings, outcome.code, proxied);
  const isGood = outcome.proxies.length === 0 ? !proxied : acceptProxies?.(outcome.proxies);
  if (!isGood) return refusedProxy(outcome);
  const grantingTicket = granting && (await claim(exchange, granting, sessionIdOf(settings.casUrl, ticket), outcome));
  return {
    userid: outcome.user,
    attributes: outcome.attributes,
    session: { id: ticket },
    kept: grantingTicket === undefined ? undefined : { grantingTicket },
    isRenewed: renew,
  };
}

function refusedTicket(
  { publicUrl }: Exchange,
  { base: { settings } }: CasSettings,
  code: Extract<CasOutcome, { success: false }>['code'],
  proxied: boolean,
): Refused {
  const facts = { publicUrl, callbackPath: settings.callbackPath, code: USUAL_CODE.test(code) ? code : 'UNKNOWN' };
  return {
    refused: {
      code: 'CAS_TICKET_REJECTED',
      reason: `CAS refused the ticket for ${publicUrl}: ${code}`,
      detail: code,
      told: [reasons.CAS_TICKET_REFUSED, facts],
    },
    mayRetry: MAY_HAVE_EXPIRED.has(code) && !proxied,
  };
}

/** CAS says whose it is, but it came a way that is not allowed. */
function refusedProxy({ proxies: [first] }: CasSuccess): Refused {
  const refused =
    first === undefined
      ? { code: 'CAS_STATE_MISSING', reason: 'it is no ticket of a proxy', told: [reasons.CAS_NOT_OF_A_PROXY] as const }
      : {
          code: 'CAS_PROXY_REFUSED',
          reason: `it came through ${quoted(first)}`,
          told: [reasons.CAS_PROXY_REFUSED] as const,
        };
  return { refused };
}

async function claim(
  exchange: Exchange,
  granting: GrantingTickets,
  sessionId: string,
  { pgtIou }: CasSuccess,
): Promise<string | undefined> {
  const grantingTicket = pgtIou === undefined ? undefined : await granting.claim(pgtIou, sessionId);
  if (grantingTicket === undefined) {
    const reason = pgtIou === undefined ? 'CAS granted none' : 'it was not delivered';
    exchange.logger.warn(`[${PACKAGE}] A sign-in has no proxy-granting ticket: ${reason}.`);
  }
  return grantingTicket;
}

/** What servers say of a ticket that has expired on the way. */
const MAY_HAVE_EXPIRED: ReadonlySet<string> = new Set(['INVALID_TICKET', 'REQUEST_DENIED']);
/** What servers say is shown to people who look on; a ticket could not be mistaken for it. */
const USUAL_CODE = /^[A-Z][A-Z_]{2,40}$/;
