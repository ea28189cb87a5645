import type { Exchange } from '@who/core';
import { decodeCookieValue, decodePythonCookieValue } from '../cookie/cookie-value.js';
import type { Settings } from '../options.js';
import { ANY_ADDRESS, ipv4Of } from './ip-address.js';
import { readTicket, timestampOf } from './ticket.js';
import { TicketCredentials } from './ticket-credentials.js';
import { ticketMemory } from './ticket-memory.js';

/**
 * Finds a request's tickets and verifies them. A browser may send several cookies of the name: for the host, for its
 * domain, for a path, of another application. Those that are not genuine or not in time count for nothing.
 */
export interface TicketVerifier {
  /** The first ticket that counts. */
  first(exchange: Exchange): TicketCredentials | undefined;
  /** All that do, in the order of the cookies. */
  all(exchange: Exchange): readonly TicketCredentials[];
  /** Whether credentials come from this verifier. */
  isOwn(credentials: TicketCredentials): boolean;
}

export function ticketVerifier(settings: Settings): TicketVerifier {
  const { keys, includeIp, timeoutSeconds, clockSkewSeconds } = settings;
  const { name } = settings.cookie;
  const self = Symbol('@who/plugin-auth-tkt');
  const memory = ticketMemory(settings.verifiedTickets);

  function isInTime(timestampSeconds: number, exchange: Exchange): boolean {
    const age = ageSeconds(timestampSeconds, exchange);
    return age <= timeoutSeconds && age >= -clockSkewSeconds;
  }

  function read(bytes: string | undefined, exchange: Exchange): TicketCredentials | undefined {
    const address = includeIp ? ipv4Of(exchange.remoteAddress) : ANY_ADDRESS;
    if (bytes === undefined || address === undefined) return undefined;
    for (const key of keys) {
      // A cookie that has timed out may stand before the one that counts for long: it must not cost its hashes.
      const timestampSeconds = timestampOf(bytes, key.digest);
      if (timestampSeconds === undefined || !isInTime(timestampSeconds, exchange)) continue;
      const ticket = readTicket(bytes, key, address);
      if (ticket) return new TicketCredentials(ticket, key !== keys[0], self);
    }
    return undefined;
  }

  function verify(value: string, exchange: Exchange): TicketCredentials | undefined {
    const place = includeIp ? `${value} ${exchange.remoteAddress}` : value;
    const known = memory.get(place);
    if (known) {
      if (isInTime(known.ticket.timestampSeconds, exchange)) return known;
      memory.delete(place);
      return undefined;
    }
    if (value.length > MAX_VALUE_BYTES) return undefined;
    const credentials = read(decodeCookieValue(value), exchange) ?? read(decodePythonCookieValue(value), exchange);
    if (credentials) memory.set(place, credentials);
    return credentials;
  }

  return {
    first(exchange) {
      let tried = 0;
      for (const value of exchange.cookies(name)) {
        if (value === '') continue;
        const credentials = verify(value, exchange);
        if (credentials) return credentials;
        if (++tried === MAX_VALUES) break;
      }
      return undefined;
    },
    all(exchange) {
      const values = exchange.cookies(name).filter((value) => value !== '');
      return values.slice(0, MAX_VALUES).flatMap((value) => verify(value, exchange) ?? []);
    },
    isOwn: (credentials) => credentials.verifiedBy === self,
  };
}

/** A ticket's age in whole seconds, as mod_auth_tkt counts; below 0 when another server's clock is ahead. */
export function ageSeconds(timestampSeconds: number, exchange: Exchange): number {
  return Math.floor(exchange.now() / 1000) - timestampSeconds;
}

/** No browser keeps larger cookies, so no genuine ticket is in one. */
const MAX_VALUE_BYTES = 4096;

/** repoze.who sets two that browsers tell apart; another path, another domain and a foreign application may add to them. */
const MAX_VALUES = 8;
