import { type Identity, parseUrl, WhoError } from '@who/core';
import { memoryStore, userdataFor } from '@who/sso';
import type { CasErrorCode } from '../errors.js';
import { PACKAGE } from '../naming.js';
import type { CasSettings } from '../options.js';
import type { Wording } from '../validation/dialects.js';
import type { Validator } from '../validation/validator.js';
import type { GrantingTickets } from './granting-tickets.js';
import { parseProxyResponse } from './proxy-response.js';

/** Gets a ticket for another service in the name of somebody who signed in through CAS. */
export type ProxyTicketFor = (identity: Pick<Identity, 'userdata'>, targetService: string) => Promise<string>;

export function proxyTickets(
  settings: CasSettings,
  validator: Validator,
  granting: GrantingTickets | undefined,
): ProxyTicketFor {
  const { proxy } = settings;
  if (!granting || !proxy) return () => Promise.reject(failed('CAS_PGT_MISSING', 500, 'Set the option "proxy".'));
  const { store, reuseSeconds, maxReused } = proxy;
  const { open } = granting;
  const { sessionIdIn } = userdataFor(settings.base.names.short);
  const reusable = memoryStore(maxReused, store.now, () => {});

  async function fresh(grantingTicket: string, targetService: string): Promise<string> {
    const query = new URLSearchParams({ pgt: grantingTicket, targetService });
    const wording = { url: `${settings.casUrl}/proxy?${query}`, init: INIT, parse: parseProxyResponse };
    const outcome = await validator.ask(() => wording, store);
    if (outcome.success) return outcome.ticket;
    throw refused(outcome.code);
  }

  async function grantingTicketOf(sessionId: string | undefined): Promise<string> {
    const session = sessionId === undefined ? undefined : await store.sessions.get(sessionId);
    const grantingTicket = session && sessionId && open(session['grantingTicket'], sessionId);
    if (!grantingTicket) throw failed('CAS_PGT_MISSING', 401, 'This session has no proxy-granting ticket.');
    return grantingTicket;
  }

  return async (identity, targetService) => {
    checkTarget(targetService);
    const sessionId = sessionIdIn(identity.userdata);
    // Asked each time, also for a ticket that is kept: a session that is over gets none.
    const grantingTicket = await grantingTicketOf(sessionId);
    const seconds = reuseSeconds?.(targetService) ?? 0;
    const place = `${sessionId} ${targetService}`;
    const kept = seconds > 0 ? reusable.get(place) : undefined;
    if (typeof kept === 'string') return kept;
    const ticket = await fresh(grantingTicket, targetService);
    // And once more: it may have ended while CAS was asked.
    await grantingTicketOf(sessionId);
    if (seconds > 0) reusable.set(place, ticket, seconds * 1000);
    return ticket;
  };
}

/** @throws {WhoError} CAS_TARGET_INVALID */
function checkTarget(targetService: string): void {
  const good =
    typeof targetService === 'string' &&
    targetService.length <= MAX_TARGET_LENGTH &&
    /^https?:\/\//i.test(targetService) &&
    parseUrl(targetService) !== undefined;
  if (!good) throw failed('CAS_TARGET_INVALID', 500, 'A target service must be an http or https URL.');
}

/** What a refusal means to who asked. The server's own code is in the message. */
function refused(code: string): WhoError<CasErrorCode> {
  if (code === 'INVALID_TICKET' || code === 'BAD_PGT') {
    return failed('CAS_PGT_REJECTED', 401, `CAS no longer knows the proxy-granting ticket (${code}).`);
  }
  if (TARGET_CODES.has(code)) return failed('CAS_TARGET_REFUSED', 403, `CAS refuses the target service (${code}).`);
  return failed('CAS_PROXY_FAILED', 503, `CAS gave no proxy ticket (${code}).`);
}

function failed(code: CasErrorCode, status: number, message: string): WhoError<CasErrorCode> {
  return new WhoError(message, { code, plugin: PACKAGE, status });
}

const INIT: Wording['init'] = {
  method: 'GET',
  headers: { Accept: 'application/xml, text/xml, application/json;q=0.9, */*;q=0.1' },
};
const MAX_TARGET_LENGTH = 2048;
const TARGET_CODES: ReadonlySet<string> = new Set([
  'INVALID_SERVICE',
  'UNAUTHORIZED_SERVICE',
  'UNAUTHORIZED_SERVICE_PROXY',
]);
