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
  const { keys, includeIp, timeoutSeconds, reissueSeconds, clockSkewSeconds } = settings;
  const { name } = settings.cookie;
  const self = Symbol('@who/plugin-auth-tkt');
  const memory = ticketMemory(settings.verifiedTickets);
  /** Under this key, a connection has what it sent last. Most send the same with each request. */
  const last = Symbol('@who/plugin-auth-tkt');

  const ageOf = ({ ticket }: TicketCredentials, exchange: Exchange): number =>
    ageSeconds(ticket.timestampSeconds, exchange);

  function isInTime(age: number): boolean {
    return age <= timeoutSeconds && age >= -clockSkewSeconds;
  }

  function read(bytes: string | undefined, exchange: Exchange): TicketCredentials | undefined {
    const address = includeIp ? ipv4Of(exchange.remoteAddress) : ANY_ADDRESS;
    if (bytes === undefined || address === undefined) return undefined;
    for (const key of keys) {
      // A cookie that has timed out may stand before the one that counts for long: it must not cost its hashes.
      const timestampSeconds = timestampOf(bytes, key.digest);
      if (timestampSeconds === undefined || !isInTime(ageSeconds(timestampSeconds, exchange))) continue;
      const ticket = readTicket(bytes, key, address);
      if (ticket) return new TicketCredentials(ticket, key !== keys[0], self, key === keys[0]);
    }
    return undefined;
  }

  function verify(value: string, exchange: Exchange): TicketCredentials | undefined {
    const place = includeIp ? `${value} ${exchange.remoteAddress}` : value;
    const known = memory.get(place);
    if (known) {
      if (isInTime(ageOf(known, exchange))) return known;
      memory.delete(place);
      return undefined;
    }
    if (value.length > MAX_VALUE_BYTES) return undefined;
    const credentials = read(decodeCookieValue(value), exchange) ?? read(decodePythonCookieValue(value), exchange);
    if (credentials) memory.set(place, credentials);
    return credentials;
  }

  /** @param header the whole one, with the cookies of others */
  function find(header: string, exchange: Exchange): TicketCredentials | undefined {
    let tried = 0;
    for (const value of exchange.cookies(name)) {
      if (value === '') continue;
      const credentials = verify(value, exchange);
      if (credentials) {
        // Behind one that may come to count, it is not the first for ever.
        const { connection } = exchange;
        if (tried === 0 && connection && settings.verifiedTickets > 0) connection[last] = { header, credentials };
        return credentials;
      }
      if (++tried === MAX_VALUES) break;
    }
    return undefined;
  }

  return {
    first(exchange) {
      const header = exchange.header('cookie');
      if (header === undefined) return undefined;
      const before = exchange.connection?.[last] as Sent | undefined;
      const again = before?.header === header ? before.credentials : undefined;
      const age = again ? ageOf(again, exchange) : 0;
      if (again && isInTime(age)) return age <= reissueSeconds ? again : again.due();
      const found = find(header, exchange);
      return found && ageOf(found, exchange) > reissueSeconds ? found.due() : found;
    },
    all(exchange) {
      const values = exchange.cookies(name).filter((value) => value !== '');
      return values.slice(0, MAX_VALUES).flatMap((value) => verify(value, exchange) ?? []);
    },
    isOwn: (credentials) => credentials.verifiedBy === self,
  };
}

/** A `Cookie` header, and the ticket that is the first in it. */
interface Sent {
  readonly header: string;
  readonly credentials: TicketCredentials;
}

/** A ticket's age in whole seconds, as mod_auth_tkt counts; below 0 when another server's clock is ahead. */
export function ageSeconds(timestampSeconds: number, exchange: Exchange): number {
  return Math.floor(exchange.now() / 1000) - timestampSeconds;
}

/** No browser keeps larger cookies, so no genuine ticket is in one. */
const MAX_VALUE_BYTES = 4096;

/** repoze.who sets two that browsers tell apart; another path, another domain and a foreign application may add to them. */
const MAX_VALUES = 8;
