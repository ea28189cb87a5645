import type { Exchange } from '@who/core';
import type { CasSettings } from '../options.js';

/** The tickets that a request brings, wherever it has them. More than one is not for us to choose from. */
export function ticketsIn(exchange: Exchange, { method }: CasSettings, form?: URLSearchParams): readonly string[] {
  return [
    ...exchange.query.getAll('ticket'),
    ...(form?.getAll('ticket') ?? []),
    ...(method === 'HEADER' ? exchange.headerValues('ticket') : []),
  ];
}

/** Whether it is the ticket of a person, or of a proxy where those are accepted. */
export function isTicket(ticket: string, { acceptProxies, ticketPattern }: CasSettings): boolean {
  return (
    PRINTABLE.test(ticket) && ticketPattern.test(ticket) && (acceptProxies !== undefined || !isProxyTicket(ticket))
  );
}

export function isProxyTicket(ticket: string): boolean {
  return ticket.startsWith('PT-');
}

/** Nothing else is a ticket, whatever the pattern says. */
const PRINTABLE = /^[\x21-\x7e]{1,8192}$/;
