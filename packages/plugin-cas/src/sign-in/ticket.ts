import type { Exchange } from '@who/core';
import type { Received } from '@who/sso';
import type { CasSettings } from '../options.js';

/** What a request brings to the callback path. What is posted without a ticket is the application's. */
export function receive(
  exchange: Exchange,
  settings: CasSettings,
  form: URLSearchParams | undefined,
): Received<string> {
  if (form && !form.has('ticket')) return undefined;
  const tickets = ticketsIn(exchange, settings, form);
  const [ticket] = tickets;
  const signIns = exchange.query.getAll(settings.stateParameter);
  if (ticket === undefined) return { signIns };
  if (tickets.length > 1 || !isTicket(ticket, settings)) {
    const reason = tickets.length > 1 ? `${tickets.length} tickets came` : 'what came as a ticket is none';
    return { problem: { code: 'CAS_TICKET_INVALID', reason } };
  }
  // A proxy ticket is taken from somebody who was not sent to fetch it, where its proxies are allowed: only they can get
  // one. No browser has one, so a browser that another site sends here with one is refused.
  const isWelcomeUnasked = isProxyTicket(ticket) && exchange.header('sec-fetch-mode') === undefined;
  return { signIns, answer: ticket, isWelcomeUnasked };
}

/** The tickets that a request brings, wherever it has them. More than one is not for us to choose from. */
function ticketsIn(exchange: Exchange, { method }: CasSettings, form?: URLSearchParams): readonly string[] {
  return [
    ...exchange.query.getAll('ticket'),
    ...(form?.getAll('ticket') ?? []),
    ...(method === 'HEADER' ? exchange.headerValues('ticket') : []),
  ];
}

/** Whether it is the ticket of a person, or of a proxy where those are accepted. */
function isTicket(ticket: string, { acceptProxies, ticketPattern }: CasSettings): boolean {
  return (
    PRINTABLE.test(ticket) && ticketPattern.test(ticket) && (acceptProxies !== undefined || !isProxyTicket(ticket))
  );
}

function isProxyTicket(ticket: string): boolean {
  return ticket.startsWith('PT-');
}

/** Nothing else is a ticket, whatever the pattern says. */
const PRINTABLE = /^[\x21-\x7e]{1,8192}$/;
