import { type ClientAnswer, pushBounded } from '@who/dev-server';
import type { Failure } from '../answers/outcome.js';
import type { CasContext } from '../context.js';
import { newId } from '../ids.js';
import { parseService, toLocation, withParameter } from '../service-url.js';
import type { SsoSession } from '../sign-in/sessions.js';
import type { ServiceTicket } from '../validation/tickets.js';

/** A proxy callback that was asked for, and what came of it. The proxy-granting ticket is the service's alone. */
export interface ProxyCallback extends ClientAnswer {
  readonly pgtUrl: string;
  /** The IOU in the answer to the validation. */
  readonly pgtIou: string;
}

const maxCallbacks = 1_000;

/** What is wrong with a service's wish to act for its users, if anything. */
export function proxyRefusal(pgtUrl: string, { options }: CasContext): Failure | undefined {
  const url = parseService(pgtUrl);
  if (!url || !(url.protocol === 'https:' || isLoopback(url.hostname))) {
    return { code: 'INVALID_PROXY_CALLBACK', message: 'The pgtUrl has to be an https URL, or an http URL on loopback' };
  }
  if (options.proxyAllowed(url)) return undefined;
  return { code: 'UNAUTHORIZED_SERVICE_PROXY', message: `The service at ${pgtUrl} may not act for its users` };
}

/**
 * Hands a proxy-granting ticket to a service's callback, as CAS 3.0.3, section 2.5.4, says. Returns the IOU for the
 * answer; nothing when the callback did not take the ticket with a 200.
 */
export async function grantByCallback(
  pgtUrl: string,
  { proxies }: ServiceTicket,
  session: SsoSession,
  context: CasContext,
): Promise<string | undefined> {
  const { grantingTickets, faults, callService, proxyCallbacks, options } = context;
  const ticket = grantingTickets.make(session, [pgtUrl, ...proxies]);
  const { proxyCallback: fault } = faults.current;
  if (fault === 'none') return ticket.iou;
  const pgtIou = fault === 'other-iou' ? newId('PGTIOU') : ticket.iou;
  const url = withParameter(withParameter(pgtUrl, 'pgtIou', pgtIou), 'pgtId', ticket.id);
  const answer = await callService(url, { method: 'GET' });
  pushBounded(proxyCallbacks, { pgtUrl, pgtIou: ticket.iou, ...answer }, maxCallbacks);
  const taken = answer.status === 200;
  if (taken) grantingTickets.keep(ticket);
  const outcome = `Proxy callback to ${toLocation(pgtUrl)}: ${answer.problem ?? answer.status}`;
  if (taken) options.logger.debug(outcome);
  else options.logger.warn(outcome);
  return taken ? ticket.iou : undefined;
}

/** CAS wants https. For development, plain http will do between programs of one machine. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
