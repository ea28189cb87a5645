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

/** Whether it is the ticket of a person, or of a proxy where those are accepted. Some servers use `_`, too. */
export function isTicket(ticket: string, { acceptProxies }: CasSettings): boolean {
  return SERVICE_TICKET.test(ticket) || (acceptProxies !== undefined && isProxyTicket(ticket));
}

export function isProxyTicket(ticket: string): boolean {
  return PROXY_TICKET.test(ticket);
}

const SERVICE_TICKET = /^ST-[A-Za-z0-9._-]{1,253}$/;
const PROXY_TICKET = /^PT-[A-Za-z0-9._-]{1,253}$/;
