import type { Exchange } from '@who/core';
import { decodeCookieValue } from './cookie-value.js';
import { ANY_ADDRESS, ipv4Of } from './ip-address.js';
import type { Settings } from './options.js';
import { readTicket, type Ticket } from './ticket.js';
import { TicketCredentials } from './ticket-credentials.js';
import { ticketMemory } from './ticket-memory.js';

/** Finds a request's ticket and verifies it. */
export interface TicketVerifier {
  /** The first cookie that is not empty decides, even if it is bad, as with mod_auth_tkt. */
  verify(exchange: Exchange): TicketCredentials | undefined;
  /** Whether credentials come from this verifier. */
  isOwn(credentials: TicketCredentials): boolean;
}

export function ticketVerifier(settings: Settings): TicketVerifier {
  const { keys, includeIp, timeoutSeconds, clockSkewSeconds } = settings;
  const self = Symbol('@who/plugin-auth-tkt');
  const memory = ticketMemory(settings.verifiedTickets);

  function isInTime(ticket: Ticket, exchange: Exchange): boolean {
    const age = ageSeconds(ticket, exchange);
    return age <= timeoutSeconds && age >= -clockSkewSeconds;
  }

  function read(value: string, remoteAddress: string | undefined): TicketCredentials | undefined {
    const bytes = value.length > MAX_VALUE_BYTES ? undefined : decodeCookieValue(value);
    const address = includeIp ? ipv4Of(remoteAddress) : ANY_ADDRESS;
    if (bytes === undefined || address === undefined) return undefined;
    for (const key of keys) {
      const ticket = readTicket(bytes, key, address);
      if (ticket) return new TicketCredentials(ticket, key !== keys[0], self);
    }
    return undefined;
  }

  return {
    verify(exchange) {
      const value = exchange.cookies(settings.cookie.name).find((candidate) => candidate !== '');
      if (value === undefined) return undefined;

      const { remoteAddress } = exchange;
      const place = includeIp ? `${value} ${remoteAddress}` : value;
      const known = memory.get(place);
      const credentials = known ?? read(value, remoteAddress);
      if (credentials === undefined) return undefined;
      if (!isInTime(credentials.ticket, exchange)) {
        if (known) memory.delete(place);
        return undefined;
      }
      if (!known) memory.set(place, credentials);
      return credentials;
    },
    isOwn: (credentials) => credentials.verifiedBy === self,
  };
}

/** A ticket's age in whole seconds, as mod_auth_tkt counts; below 0 when another server's clock is ahead. */
export function ageSeconds(ticket: Ticket, exchange: Exchange): number {
  return Math.floor(exchange.now() / 1000) - ticket.timestampSeconds;
}

/** No browser keeps larger cookies, so no genuine ticket is in one. */
const MAX_VALUE_BYTES = 4096;
