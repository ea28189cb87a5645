import { releasedAttributes } from '../answers/attributes.js';
import type { Failure, Success } from '../answers/outcome.js';
import type { CasContext } from '../context.js';
import { grantByCallback, proxyRefusal } from '../proxying/proxy-callback.js';
import { parseService } from '../service-url.js';

/** What a service says when it validates a ticket. */
export interface TicketCheck {
  readonly service: string | undefined;
  readonly id: string | undefined;
  readonly renew: boolean;
  readonly pgtUrl?: string | undefined;
}

/** What an endpoint makes of it. */
export interface CheckPolicy {
  /** Whether proxy tickets are taken beside service tickets. */
  readonly proxyTickets: boolean;
  /** Whether the user's attributes are released. */
  readonly attributes: boolean;
}

/** Takes the ticket and checks it. Nothing here knows in which format the answer goes out. */
export async function checkTicket(
  { service, id, renew, pgtUrl }: TicketCheck,
  { proxyTickets, attributes }: CheckPolicy,
  context: CasContext,
): Promise<Success | Failure> {
  if (!service || !id) return { code: 'INVALID_REQUEST', message: 'A service and a ticket are needed' };
  // CAS 3.0.3, section 3.1.1, and the characters of section 3.7.
  if (!/^[SP]T-[\w.-]{1,253}$/.test(id) || !(proxyTickets || id.startsWith('ST-'))) {
    const kinds = proxyTickets ? 'neither a service ticket nor a proxy ticket' : 'no service ticket';
    return { code: 'INVALID_TICKET_SPEC', message: `That is ${kinds}` };
  }
  const taken = context.tickets.take(id);
  if (taken.state !== 'valid') return { code: 'INVALID_TICKET', message: refusals[taken.state] };
  const { ticket, session } = taken;
  if (ticket.service !== service) {
    return { code: 'INVALID_SERVICE', message: `The ticket was issued for another service, ${ticket.service}` };
  }
  const url = parseService(service);
  if (!url || !context.options.serviceAllowed(url)) {
    return { code: 'UNAUTHORIZED_SERVICE', message: `The service ${service} may not use this server` };
  }
  if (renew && !ticket.fromNewLogin) {
    return { code: 'INVALID_TICKET', message: 'The ticket did not come from a new login, and renew was set' };
  }
  const refusal = pgtUrl === undefined ? undefined : proxyRefusal(pgtUrl, context);
  if (refusal) return refusal;
  session.signedIn.push(ticket);
  const { userid, authenticatedAtMs, proxies } = ticket;
  const user = attributes ? context.options.users.get(userid) : undefined;
  return {
    userid,
    authenticatedAtMs,
    attributes: user && releasedAttributes(user, ticket),
    pgtIou: pgtUrl === undefined ? undefined : await grantByCallback(pgtUrl, ticket, session, context),
    proxies,
  };
}

const refusals = {
  unknown: 'Ticket not recognised',
  used: 'The ticket has been used already',
  expired: 'The ticket has expired',
  'signed-out': 'The user has signed out since',
} as const;
